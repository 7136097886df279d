package dev.slipway.router.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/// A certificate nobody has signed but itself, made by the JDK's keytool, as PEM files.
record TestCertificate(Path certificate, Path key) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    static TestCertificate in(Path directory) {
        return new TestCertificate(directory.resolve("tls.crt"), directory.resolve("tls.key"));
    }

    /// Writes a fresh pair for the name, and gives the certificate.
    X509Certificate write(String name) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = Files.createTempDirectory(certificate.getParent(), "store").resolve("pair.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "pair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed");
        }
        KeyStore pair = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            pair.load(in, PASSWORD);
        }
        X509Certificate made = (X509Certificate) pair.getCertificate("pair");
        Files.writeString(key, pem("PRIVATE KEY", pair.getKey("pair", PASSWORD).getEncoded()));
        Files.writeString(certificate, pem("CERTIFICATE", made.getEncoded()));
        return made;
    }

    private static String pem(String kind, byte[] content) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }
}

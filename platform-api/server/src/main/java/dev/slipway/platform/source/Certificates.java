package dev.slipway.platform.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Which certificates Git servers are trusted by.
public final class Certificates {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");

    private Certificates() {}

    /// Those of a PEM text (RFC 7468); what stands between them is not looked at. Throws IllegalArgumentException
    /// where one of them cannot be read.
    public static List<X509Certificate> parse(String pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(pem);
        while (blocks.find()) {
            certificates.add(certificate(blocks.group(1)));
        }
        return certificates;
    }

    private static X509Certificate certificate(String base64) {
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(base64);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException | IllegalArgumentException e) {
            throw new IllegalArgumentException("a certificate cannot be read", e);
        }
    }

    /// The machine's own, or those of the bundle.
    static SSLContext usual(Optional<Path> bundle) {
        try {
            return bundle.isEmpty() ? SSLContext.getDefault() : trusting(read(bundle.get()));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("slipway.source.ca-bundle cannot be read", e);
        }
    }

    /// The same and these besides.
    static SSLContext besides(Optional<Path> bundle, List<X509Certificate> authorities) {
        try {
            List<X509Certificate> all = new ArrayList<>(bundle.isEmpty() ? own() : read(bundle.get()));
            all.addAll(authorities);
            return trusting(all);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificates of a Git server cannot be used", e);
        }
    }

    private static List<X509Certificate> read(Path bundle) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(bundle)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    private static List<X509Certificate> own() throws GeneralSecurityException {
        TrustManagerFactory machine = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        machine.init((KeyStore) null);
        return Arrays.stream(machine.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(one -> Arrays.stream(((X509TrustManager) one).getAcceptedIssuers()))
                .toList();
    }

    private static SSLContext trusting(List<X509Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate certificate : certificates) {
            store.setCertificateEntry("source-" + store.size(), certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}

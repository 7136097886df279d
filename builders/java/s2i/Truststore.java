import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

/// Truststore BUNDLE FILE: the certificates of a PEM bundle as a store that a JVM reads, of the kind that it reads
/// fastest. keytool takes one at a time.
class Truststore {
    public static void main(String[] arguments) throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        int number = 0;
        try (InputStream bundle = new FileInputStream(arguments[0])) {
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(bundle)) {
                store.setCertificateEntry("authority-" + ++number, one);
            }
        }
        try (OutputStream file = new FileOutputStream(arguments[1])) {
            store.store(file, "changeit".toCharArray());
        }
    }
}

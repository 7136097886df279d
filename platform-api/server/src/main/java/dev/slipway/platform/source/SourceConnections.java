package dev.slipway.platform.source;

import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.GitUrl;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/// The one way out of the platform to Git servers, for one conversation: every connection, also one that a redirect
/// asks for, goes to an address that was checked, in the name of the host it was checked for. No proxy, no cookies,
/// no credentials, no redirects of its own, no compressed answers.
public final class SourceConnections implements HttpConnectionFactory, AutoCloseable {
    private static final int CONNECT_SECONDS = 10;
    private static final int SILENCE_SECONDS = 60;

    private final CloseableHttpClient client;
    private SourceFault fault;
    private boolean secured;
    private long received;

    private SourceConnections(SourceConfig config) {
        this.client = client(config, this::failed);
    }

    /// One that goes to checked addresses only, and follows no redirect. told hears why a host is refused.
    static CloseableHttpClient client(SourceConfig config, Consumer<SourceFault> told) {
        PublicAddresses addresses = new PublicAddresses(config.allow().orElse(List.of()));
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new CheckedNames(addresses, told))
                        .setTlsSocketStrategy(ClientTlsStrategyBuilder.create()
                                .setSslContext(trusting(config.caBundle()))
                                .buildClassic())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                                .setSocketTimeout(SILENCE_SECONDS, TimeUnit.SECONDS)
                                .build())
                        .build())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .build();
    }

    /// For one conversation; the caller closes it.
    public static SourceConnections open(SourceConfig config) {
        return new SourceConnections(config);
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, null);
    }

    @Override
    public synchronized HttpConnection create(URL url, Proxy proxy) throws IOException {
        if (secured && !url.getProtocol().equals("https") || !isPlain(url)) {
            throw failed(new SourceFault(
                    FailureReason.SourceAddressRefused, "The server redirects to an address that is not followed."));
        }
        secured |= url.getProtocol().equals("https");
        return new SourceConnection(this, client, url);
    }

    /// The query is JGit's own; all else must be what a user could have written.
    private static boolean isPlain(URL url) {
        String text = url.toString();
        int query = text.indexOf('?');
        try {
            return !GitUrl.parse(query < 0 ? text : text.substring(0, query)).isFile();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// Notes why the conversation fails; the first cause counts.
    synchronized SourceFault failed(SourceFault cause) {
        if (fault == null) {
            fault = cause;
        }
        return cause;
    }

    /// Why the conversation failed, where this side knows more than the exception says.
    public synchronized Optional<SourceFault> fault() {
        return Optional.ofNullable(fault);
    }

    synchronized void received(long bytes) {
        received += bytes;
    }

    /// Bytes of all answers until now.
    public synchronized long received() {
        return received;
    }

    private static SSLContext trusting(Optional<Path> caBundle) {
        try {
            if (caBundle.isEmpty()) {
                return SSLContext.getDefault();
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(certificates(caBundle.get()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("slipway.source.ca-bundle cannot be read", e);
        }
    }

    private static KeyStore certificates(Path bundle) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(bundle)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("source-" + store.size(), certificate);
            }
        }
        return store;
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}

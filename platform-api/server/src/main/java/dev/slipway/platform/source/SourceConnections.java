package dev.slipway.platform.source;

import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.GitUrl;
import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/// The one way out of the platform to Git servers, for one conversation: every connection, also one that a redirect
/// asks for, goes to an address that was checked, in the name of the host it was checked for. A credential is shown to
/// URLs below its own, whoever asks for them, and to no others. No proxy, no cookies, no redirects of its own, no
/// compressed answers.
public final class SourceConnections implements HttpConnectionFactory, AutoCloseable {
    private static final int CONNECT_SECONDS = 10;
    private static final int SILENCE_SECONDS = 60;

    private static final Pattern SERVICE = Pattern.compile("/(info/refs|git-upload-pack)(\\?.*)?$");

    private final SourceAccess access;
    private final CloseableHttpClient client;
    private SourceFault fault;
    private boolean secured;
    private long received;

    private SourceConnections(SourceConfig config, SourceAccess access) {
        this.access = access;
        this.client = client(config, access, this::failed);
    }

    /// One that goes to checked addresses only, follows no redirect and shows nothing. told hears why a host is
    /// refused.
    public static CloseableHttpClient client(SourceConfig config, SourceAccess access, Consumer<SourceFault> told) {
        PublicAddresses addresses = new PublicAddresses(config.allow().orElse(List.of()));
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new CheckedNames(addresses, told))
                        .setTlsSocketStrategy(trust(config, access))
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

    private static TlsSocketStrategy trust(SourceConfig config, SourceAccess access) {
        return access.authorities().isEmpty()
                ? HostTrust.strategy(Certificates.usual(config.caBundle()))
                : new HostTrust(
                        Certificates.usual(config.caBundle()),
                        access.host(),
                        Certificates.besides(config.caBundle(), access.authorities()));
    }

    /// For one conversation; the caller closes it.
    public static SourceConnections open(SourceConfig config, SourceAccess access) {
        return new SourceConnections(config, access);
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, null);
    }

    @Override
    public synchronized HttpConnection create(URL url, Proxy proxy) throws IOException {
        Optional<GitUrl> repository = repository(url);
        if (secured && !url.getProtocol().equals("https") || repository.isEmpty()) {
            throw failed(new SourceFault(
                    FailureReason.SourceAddressRefused, "The server redirects to an address that is not followed."));
        }
        secured |= url.getProtocol().equals("https");
        return new SourceConnection(
                this, client, url, access.shownTo(repository.get()).orElse(null));
    }

    /// Without what JGit adds to it; empty where the rest is nothing that a user could have written.
    private static Optional<GitUrl> repository(URL url) {
        String text = url.toString();
        int query = text.indexOf('?');
        try {
            GitUrl whole = GitUrl.parse(query < 0 ? text : text.substring(0, query));
            String without = SERVICE.matcher(text).replaceFirst("");
            return Optional.of(without.equals(text) ? whole : GitUrl.parse(without))
                    .filter(GitUrl::isWeb);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The one that is not shown where a redirect led.
    Optional<SourceAccess.SignIn> signIn() {
        return Optional.ofNullable(access.signIn());
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

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}

package dev.slipway.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.router.table.LiveRoutes;
import dev.slipway.router.table.RouteTable;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the router offers from outside besides the table: TLS, and the platform under its name.
class EntranceTest {
    private static final String GATEWAY = "127.0.0.2";

    @TempDir
    Path directory;

    private final LiveRoutes routes = new LiveRoutes();
    private int securePort;
    private Backend application;
    private Backend platform;
    private TestCertificate files;
    private X509Certificate first;
    private ProxyServer proxy;

    @BeforeEach
    void start() throws Exception {
        application = new Backend(request -> request.ok("application"));
        platform = new Backend(request -> request.ok("platform"));
        files = TestCertificate.in(directory);
        securePort = freePort();
        first = files.write("first.example.org");
        routes.apply(RouteTable.of(List.of(Backend.route("app.example.org", application.endpoint())), List.of(GATEWAY))
                .since(RouteTable.empty()));
        proxy = ProxyServer.start(
                "127.0.0.1",
                0,
                routes,
                ProxyLimits.standard(),
                new Entrance(
                        Optional.of(new Entrance.Tls(securePort, files.certificate(), files.key())),
                        Optional.of(Entrance.Platform.of("Example.org", platform.endpoint()))));
        assertThat(proxy.listen(Set.of(GATEWAY))).isEmpty();
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        application.close();
        platform.close();
    }

    @Test
    void anApplicationAnswersOverTlsAndIsToldSo() throws Exception {
        assertThat(secure("app.example.org", "TLSv1.3")).endsWith("application");
        assertThat(secure("app.example.org", "TLSv1.2")).endsWith("application");

        assertThat(application.heads.getFirst())
                .contains("X-Forwarded-Proto: https")
                .contains("proto=https");
    }

    @Test
    void thePlatformAnswersUnderItsName() throws Exception {
        assertThat(secure("example.org", "TLSv1.3")).endsWith("platform");
        assertThat(secure("other.example.org", "TLSv1.3")).contains("unknown-host");
    }

    @Test
    void plainHttpIsSentToTls() throws Exception {
        Wire.Answer answer = Wire.get(proxy.port(), "app.example.org", "/a?b=c");

        assertThat(answer.status()).isEqualTo(308);
        assertThat(answer.header("Location")).isEqualTo("https://app.example.org:" + securePort + "/a?b=c");
        assertThat(Wire.get(proxy.port(), "other.example.org", "/").status()).isEqualTo(404);
    }

    @Test
    void containersMeetPlainHttpAndNoPlatform() throws Exception {
        assertThat(plainAtGateway("app.example.org").body()).isEqualTo("application");
        assertThat(plainAtGateway("example.org").header("Slipway-Reason")).isEqualTo("unknown-host");
    }

    @Test
    void aNewCertificateIsTakenAndABrokenOneIsNot() throws Exception {
        assertThat(certificate()).isEqualTo(first);

        X509Certificate second = files.write("second.example.org");
        proxy.renewCertificate();
        assertThat(certificate()).isEqualTo(second);

        Files.writeString(files.certificate(), "broken");
        assertThatThrownBy(() -> proxy.renewCertificate()).isInstanceOf(RuntimeException.class);
        assertThat(certificate()).isEqualTo(second);
    }

    @Test
    void withoutItsCertificateTheRouterDoesNotStart() throws Exception {
        Entrance missing = new Entrance(
                Optional.of(new Entrance.Tls(freePort(), directory.resolve("none"), files.key())), Optional.empty());

        assertThatThrownBy(() -> ProxyServer.start("127.0.0.1", 0, routes, ProxyLimits.standard(), missing))
                .hasRootCauseInstanceOf(java.nio.file.NoSuchFileException.class);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Wire.Answer plainAtGateway(String host) throws Exception {
        try (java.net.Socket socket = new java.net.Socket(GATEWAY, proxy.port());
                Wire wire = new Wire(socket)) {
            return wire.send(request(host)).answer();
        }
    }

    private String secure(String host, String protocol) throws Exception {
        StringBuilder answer = new StringBuilder();
        connected(protocol, socket -> {
            try {
                socket.getOutputStream().write(request(host).getBytes(StandardCharsets.UTF_8));
                answer.append(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            } catch (java.io.IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return answer.toString();
    }

    private static String request(String host) {
        return "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    }

    private X509Certificate certificate() throws Exception {
        X509Certificate[] seen = new X509Certificate[1];
        connected("TLSv1.3", socket -> {
            try {
                seen[0] = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            } catch (SSLException e) {
                throw new UncheckedIOException(e);
            }
        });
        return seen[0];
    }

    private void connected(String protocol, Consumer<SSLSocket> use) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", securePort)) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            use.accept(socket);
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

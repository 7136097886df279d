package dev.slipway.node.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.model.application.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketProberTest {
    private static final String HOST = "127.0.0.1";

    private final SocketProber prober = new SocketProber();

    @AfterEach
    void close() {
        prober.close();
    }

    @Test
    void openPortIsWellAndAClosedOneIsNot() throws IOException {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            assertThat(prober.ask(tcp(null), HOST, port)).isEqualTo(ProbeResult.WELL);
        }
        ProbeResult closed = prober.ask(tcp(null), HOST, port);
        assertThat(closed.well()).isFalse();
        assertThat(closed.message()).startsWith("port " + port + " accepts no connection");
    }

    @Test
    void statusFromTwoHundredToThreeHundredNinetyNineIsWell() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(HOST, 0), 0);
        server.createContext("/", exchange -> {
            int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            exchange.sendResponseHeaders(status, 0);
            exchange.getResponseBody().write(new byte[100_000]);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        try {
            assertThat(prober.ask(http("/200"), HOST, port)).isEqualTo(ProbeResult.WELL);
            assertThat(prober.ask(http("/302"), HOST, port)).isEqualTo(ProbeResult.WELL);
            assertThat(prober.ask(http("/503"), HOST, port))
                    .isEqualTo(ProbeResult.unwell("GET /503 on port " + port + " was answered 503"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void silentServerIsUnwellWhenTheTimeIsOver() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(prober.ask(http("/", Duration.ofMillis(200)), HOST, server.getLocalPort())
                            .well())
                    .isFalse();
        }
    }

    @Test
    void anythingIsAnAnswerAndAClosedConnectionIsNone() throws IOException {
        assertThat(greeted("HTTP/1.1 500 Oops\r\n\r\n", 4096)).isEqualTo(Greeting.ANSWERED);
        assertThat(greeted("?", 4096)).isEqualTo(Greeting.ANSWERED);
        assertThat(greeted("", 4096)).as("closed in order").isEqualTo(Greeting.CLOSED);
        assertThat(greeted("", 1)).as("reset").isEqualTo(Greeting.CLOSED);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.close();
            assertThat(prober.greet(HOST, server.getLocalPort())).isEqualTo(Greeting.REFUSED);
        }
    }

    /// By a server that reads so much of the request, and answers so.
    private Greeting greeted(String answer, int reads) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerOnce(server, answer, reads));
            return prober.greet(HOST, server.getLocalPort());
        }
    }

    private static void answerOnce(ServerSocket server, String answer, int reads) {
        try (Socket visitor = server.accept()) {
            visitor.getInputStream().read(new byte[reads]);
            visitor.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    @Test
    void whatCannotBeAskedIsUnwellWithAReason() {
        Probe command = new Probe(
                null,
                null,
                new Probe.Exec(List.of("true")),
                Duration.ZERO,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                1);
        assertThat(prober.ask(command, HOST, 1).message()).contains("cannot run commands");
        assertThat(prober.ask(tcp(null), HOST, null).message()).contains("names a port");
        assertThat(prober.ask(http("/a b^"), HOST, 1).message()).contains("failed");
    }

    private static Probe tcp(Integer port) {
        return new Probe(null, new Probe.Tcp(port), null, Duration.ZERO, Duration.ofSeconds(1), limit(), 1, 1);
    }

    private static Probe http(String path) {
        return http(path, limit());
    }

    private static Probe http(String path, Duration limit) {
        return new Probe(new Probe.Http(path, null), null, null, Duration.ZERO, Duration.ofSeconds(1), limit, 1, 1);
    }

    private static Duration limit() {
        return Duration.ofSeconds(5);
    }
}

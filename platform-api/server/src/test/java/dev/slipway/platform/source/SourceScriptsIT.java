package dev.slipway.platform.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.ScriptsUrl;
import dev.slipway.platform.git.FixedSourceConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SourceScriptsIT {
    private static final List<String> NAMES = List.of("assemble", "run", "save-artifacts");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private HttpServer allowed;
    private HttpServer other;

    @BeforeEach
    void serve() throws IOException {
        allowed = server("127.0.0.1");
        other = server("127.0.0.2");
        at(allowed, "/s2i/assemble", exchange -> answer(exchange, 200, "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8)));
        at(allowed, "/s2i/run", exchange -> answer(exchange, 201, "run".getBytes(StandardCharsets.UTF_8)));
        at(other, "/", exchange -> {
            asked.incrementAndGet();
            answer(exchange, 200, new byte[1]);
        });
    }

    private HttpServer server(String address) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 50);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, 404, new byte[0]));
        server.start();
        return server;
    }

    private interface Answering {
        void to(HttpExchange exchange) throws IOException;
    }

    private static void at(HttpServer server, String path, Answering answering) {
        if (path.equals("/")) {
            server.removeContext("/");
        }
        server.createContext(path, answering::to);
    }

    private static void answer(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(content);
        }
    }

    @AfterEach
    void stop() {
        closing.countDown();
        allowed.stop(0);
        other.stop(0);
        threads.shutdownNow();
    }

    @Test
    void scriptsThatAreThereComeAndThoseThatAreNotAreLeftOut() throws Exception {
        Map<String, byte[]> scripts = fetch("/s2i");

        assertThat(scripts).containsOnlyKeys("assemble", "run");
        assertThat(scripts.get("assemble")).asString().isEqualTo("#!/bin/sh\n");
        assertThat(fetch("/nothing")).isEmpty();
    }

    @Test
    void whatAServerSaysOtherwiseIsNoAbsence() {
        failing("/broken", exchange -> answer(exchange, 500, new byte[0]), "answers 500");
        failing("/private", exchange -> answer(exchange, 403, new byte[0]), "answers 403");
        failing("/empty", exchange -> answer(exchange, 200, new byte[0]), "is empty");
        failing("/large", exchange -> answer(exchange, 200, new byte[(256 << 10) + 1]), "larger than 256 KiB");
        failing("/endless", SourceScriptsIT::endless, "larger than 256 KiB");
        failing(
                "/packed",
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                    answer(exchange, 200, new byte[1]);
                },
                "encoding");
        failing("/torn", HttpExchange::close, "does not answer");
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        while (true) {
            exchange.getResponseBody().write(new byte[1 << 16]);
        }
    }

    private void failing(String directory, Answering answering, String message) {
        at(allowed, directory, answering);
        failed(FixedSourceConfig.loopback(), directory, message);
    }

    @Test
    void serverThatTricklesIsGivenUpInTime() {
        at(allowed, "/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            await(closing);
        });

        failed(FixedSourceConfig.loopback(), "/slow", "took longer than 1 s");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void privateAddressesAreRefusedWhetherOrNotSomebodyListensThere() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            int closed = free.getLocalPort();
            free.close();
            for (String host : List.of("127.0.0.2:" + port(other), "localhost:" + port(other), "127.0.0.2:" + closed)) {
                assertThatThrownBy(() ->
                                scripts(FixedSourceConfig.closed()).fetch(remote("http://" + host + "/s2i"), NAMES))
                        .isInstanceOf(FailedBuild.class)
                        .hasMessageContaining("leads to no address that builds may read from");
            }
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void redirectsAreFollowedToAllowedAddressesOnlyAndNotForEver() throws Exception {
        redirect("/here", "http://127.0.0.1:" + port(allowed) + "/s2i/run?signed=1");
        redirect("/away", "http://127.0.0.2:" + port(other) + "/x");
        redirect("/file", "file:///etc/passwd");
        redirect("/signedin", "http://a:b@127.0.0.1:" + port(allowed) + "/s2i/run");
        redirect("/octal", "http://0177.0.0.1:" + port(allowed) + "/s2i/run");
        redirect("/round", "/round");
        FixedSourceConfig config = FixedSourceConfig.closed().allowing("127.0.0.1/32");

        assertThat(scripts(config).fetch(url("/here"), NAMES)).containsOnlyKeys(NAMES.toArray(String[]::new));
        failed(config, "/away", "127.0.0.2 leads to no address that builds may read from");
        failed(config, "/file", "redirects to an address that is not followed");
        failed(config, "/signedin", "redirects to an address that is not followed");
        failed(config, "/octal", "redirects to an address that is not followed");
        failed(config, "/round", "redirects too often");
        assertThat(asked).hasValue(0);
    }

    private void redirect(String directory, String location) {
        at(allowed, directory, exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            answer(exchange, 302, new byte[0]);
        });
    }

    private void failed(FixedSourceConfig config, String directory, String message) {
        assertThatThrownBy(() -> scripts(config).fetch(url(directory), NAMES))
                .isInstanceOfSatisfying(
                        FailedBuild.class,
                        failure -> assertThat(failure.reason()).isEqualTo(FailureReason.FetchScriptsFailed))
                .hasMessageContaining(message);
    }

    private Map<String, byte[]> fetch(String directory) throws InterruptedException {
        return scripts(FixedSourceConfig.loopback()).fetch(url(directory), NAMES);
    }

    private static SourceScripts scripts(FixedSourceConfig config) {
        return new SourceScripts(config, Duration.ofSeconds(1));
    }

    private ScriptsUrl.Remote url(String directory) {
        return remote("http://127.0.0.1:" + port(allowed) + directory);
    }

    private static ScriptsUrl.Remote remote(String url) {
        return (ScriptsUrl.Remote) ScriptsUrl.parse(url);
    }

    private static int port(HttpServer server) {
        return server.getAddress().getPort();
    }
}

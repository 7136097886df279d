package dev.slipway.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.router.table.LiveRoutes;
import dev.slipway.router.table.RouteTable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests two servers could read differently. None of them may reach a backend.
class FramingTest {
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: app\r\n\r\n";
    private static final ProxyLimits LIMITS = new ProxyLimits(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofMillis(400),
            Duration.ofMillis(400),
            Duration.ofSeconds(2),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));

    private Backend backend;
    private ProxyServer proxy;

    @BeforeEach
    void start() throws IOException {
        LiveRoutes routes = new LiveRoutes();
        backend = new Backend(request -> request.ok("reached"));
        routes.replace(RouteTable.of(List.of(Backend.route("app", backend.endpoint())), List.of()));
        proxy = ProxyServer.start("127.0.0.1", 0, routes, LIMITS);
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: app|Content-Length: 6|Transfer-Encoding: chunked||0||",
                "Host: app|Transfer-Encoding: chunked|Content-Length: 6||0||",
                "Host: app|Content-Length: 5|Content-Length: 6||hello!",
                "Host: app|Content-Length: 5, 6||hello!",
                "Host: app|Content-Length: +5||hello",
                "Host: app|Content-Length: 0x5||hello",
                "Host: app|Content-Length: -1||",
                "Host: app|Content-Length: ||",
                "Host: app|Content-Length : 5||hello",
                "Host: app|Transfer-Encoding : chunked||0||",
                "Host: app|Transfer-Encoding: xchunked||0||",
                "Host: app|Transfer-Encoding: chunked, identity||0||",
                "Host: app|Transfer-Encoding: identity, chunked||0||",
                "Host: app|Transfer-Encoding: chunked|Transfer-Encoding: identity||0||",
                "Host: app|Transfer-Encoding:\u000bchunked||0||",
                "Host: app|Transfer-Encoding: \"chunked\"||0||",
                "Host: app|Host: app||",
                "Host: app|host: other||",
                "Host: app,other||",
                "Host: app@other||",
                "X: y||",
                "Host: app|X\u0000: y||",
                "Host: app|X: a\u0000b||",
                "Host: app|: y||",
                "Host: app|X y: z||",
                " Host: app||",
            })
    void ambiguousRequestsAreRefusedAndTheConnectionEnds(String headers) throws IOException {
        try (Wire wire = new Wire(proxy.port())) {
            wire.send("POST /first HTTP/1.1\r\n" + headers.replace("|", "\r\n") + SMUGGLED);
            Wire.Answer answer = wire.answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Slipway-Reason")).isEqualTo("malformed-request");
            assertThat(wire.rest()).isEmpty();
        }
        assertThat(backend.heads).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT app:80 HTTP/1.1",
                "GET http://other/ HTTP/1.1",
                "OPTIONS * HTTP/1.1",
                "GET other HTTP/1.1",
                "GET / HTTP/3.0",
                "GET / NONSENSE",
                "GET /a b HTTP/1.1",
            })
    void requestLinesThatAreNoPathAreRefused(String line) throws IOException {
        assertThat(Wire.ask(proxy.port(), line + "\r\nHost: app\r\n\r\n").status())
                .isIn(400, 501);
        assertThat(backend.heads).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"g|", "5;x=\n|hello|0||", "5\n|hello|0||", "-5|hello|0||", "5|helloX0||"})
    void brokenChunksNeverBecomeASecondRequest(String body) throws IOException {
        try (Wire wire = new Wire(proxy.port())) {
            wire.send("POST / HTTP/1.1\r\nHost: app\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + body.replace("|", "\r\n")
                    + SMUGGLED);
            wire.rest();
        }
        assertThat(backend.heads).noneMatch(head -> head.contains("/smuggled"));
    }

    @Test
    void oversizedHeadsAreRefused() throws IOException {
        String headers = "X: " + "y".repeat(40_000) + "\r\n";

        assertThat(Wire.ask(proxy.port(), "GET / HTTP/1.1\r\nHost: app\r\n" + headers + "\r\n")
                        .status())
                .isEqualTo(431);
        assertThat(Wire.ask(proxy.port(), "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: app\r\n\r\n")
                        .status())
                .isEqualTo(414);
    }

    @Test
    void headSentDropByDropIsCutOff() throws Exception {
        try (Wire wire = new Wire(proxy.port());
                ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor()) {
            wire.send("GET / HTTP/1.1\r\nHost: app\r\n");
            drip.scheduleAtFixedRate(() -> drop(wire), 0, 20, TimeUnit.MILLISECONDS);

            assertThat(wire.rest()).isEmpty();

            drip.shutdownNow();
        }
        assertThat(backend.heads).isEmpty();
    }

    private static void drop(Wire wire) {
        try {
            wire.send("X");
        } catch (IOException failure) {
            throw new IllegalStateException("cut off, as it should be", failure);
        }
    }

    @Test
    void connectionWithoutARequestIsCutOff() throws IOException {
        try (Wire wire = new Wire(proxy.port())) {
            assertThat(wire.rest()).isEmpty();
        }
    }

    @Test
    void bodyThatStopsComingIsCutOff() throws IOException {
        try (Wire wire = new Wire(proxy.port())) {
            wire.send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 10\r\n\r\nabc");
            wire.rest();
        }
    }
}

package dev.slipway.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import dev.slipway.router.table.Endpoint;
import dev.slipway.router.table.LiveRoutes;
import dev.slipway.router.table.RouteEntry;
import dev.slipway.router.table.TableChange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ForwardingTest {
    private static final LiveRoutes ROUTES = new LiveRoutes();
    private static final ProxyLimits LIMITS = new ProxyLimits(
            Duration.ofSeconds(1),
            Duration.ofMillis(300),
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5));
    private static ProxyServer proxy;

    @BeforeAll
    static void start() {
        proxy = ProxyServer.start("127.0.0.1", 0, ROUTES, LIMITS);
    }

    @AfterAll
    static void stop() throws Exception {
        proxy.close();
    }

    @Test
    void answerInTwoPartsArrivesInTwoParts() throws Exception {
        CountDownLatch firstSeen = new CountDownLatch(1);
        Backend.Handler slow = request -> {
            request.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
            assertThat(firstSeen.await(5, TimeUnit.SECONDS)).isTrue();
            request.write("6\r\nsecond\r\n0\r\n\r\n");
        };
        try (Backend backend = routed("parts", slow);
                Wire wire = new Wire(proxy.port())) {
            wire.send("GET / HTTP/1.1\r\nHost: parts\r\n\r\n").readHead();
            assertThat(wire.chunk()).isEqualTo("first");
            firstSeen.countDown();
            assertThat(wire.chunk()).isEqualTo("second");
            assertThat(wire.chunk()).isEmpty();
            assertThat(backend.heads).hasSize(1);
        }
    }

    @Test
    void uploadsWaitForTheBackendInsteadOfFillingMemory() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        int size = 256 * 1024 * 1024;
        Backend.Handler lazy = request -> {
            assertThat(read.await(30, TimeUnit.SECONDS)).isTrue();
            request.in().skipNBytes(size);
            request.ok("stored");
        };
        AtomicLong sent = new AtomicLong();
        try (Backend _ = routed("upload", lazy);
                Wire wire = new Wire(proxy.port())) {
            wire.send("POST / HTTP/1.1\r\nHost: upload\r\nContent-Length: " + size + "\r\n\r\n");
            CompletableFuture<Void> sender =
                    CompletableFuture.runAsync(() -> pump(wire, size, sent), Thread::startVirtualThread);
            AtomicLong before = new AtomicLong(-1);
            await().pollInterval(Duration.ofMillis(300)).until(() -> before.getAndSet(sent.get()) == sent.get());

            assertThat(sent.get())
                    .as("bytes in flight between client and backend")
                    .isLessThan(32 * 1024 * 1024);

            read.countDown();
            assertThat(wire.answer().body()).isEqualTo("stored");
            sender.join();
        }
    }

    private static void pump(Wire wire, int size, AtomicLong sent) {
        byte[] piece = new byte[64 * 1024];
        try {
            while (sent.get() < size) {
                wire.send(piece);
                sent.addAndGet(piece.length);
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void chunkedUploadArrivesChunkedAndExpectationIsMet() throws Exception {
        Backend.Handler reader = request -> {
            assertThat(request.head()).contains("transfer-encoding: chunked").doesNotContainIgnoringCase("expect");
            StringBuilder body = new StringBuilder();
            while (!body.toString().endsWith("0\r\n\r\n")) {
                body.append((char) request.in().read());
            }
            request.ok("read");
        };
        try (Backend _ = routed("chunked", reader);
                Wire wire = new Wire(proxy.port())) {
            wire.send("PUT / HTTP/1.1\r\nHost: chunked\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
            assertThat(wire.readHead()).startsWith("HTTP/1.1 100");
            wire.send("3\r\nabc\r\n0\r\n\r\n");
            assertThat(wire.answer().body()).isEqualTo("read");
        }
    }

    @Test
    void connectionsAreKeptOnBothSides() throws Exception {
        try (Backend backend = routed("kept", request -> request.ok("x"));
                Wire wire = new Wire(proxy.port())) {
            for (int i = 0; i < 5; i++) {
                wire.send("GET /" + i + " HTTP/1.1\r\nHost: kept\r\n\r\n");
                assertThat(wire.answer().body()).isEqualTo("x");
            }
            assertThat(backend.heads).hasSize(5);
            assertThat(backend.connections).hasValue(1);
        }
    }

    @Test
    void backendSeesTheOriginalHostAndOnlyOurWordOnTheClient() throws Exception {
        try (Backend backend = routed("shop.example", request -> request.ok(""))) {
            Wire.ask(proxy.port(), """
                    GET /a?b=c HTTP/1.1
                    Host: Shop.Example:8000
                    X-Forwarded-For: 6.6.6.6
                    x_forwarded_for: 6.6.6.6
                    Forwarded: for=6.6.6.6
                    Proxy: http://6.6.6.6
                    X-Request-Id: 6.6.6.6
                    X-Own: kept
                    Connection: keep-alive

                    """.replace("\n", "\r\n"));

            assertThat(backend.heads.getFirst())
                    .startsWith("GET /a?b=c HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nhost: Shop.Example:8000\r\n")
                    .contains("X-Forwarded-For: 127.0.0.1\r\n")
                    .contains("X-Forwarded-Port: " + proxy.port())
                    .contains("X-Own: kept")
                    .doesNotContain("6.6.6.6");
        }
    }

    @Test
    void headAndBodilessAnswersKeepTheConnectionInStep() throws Exception {
        Backend.Handler bodiless = request -> request.write(
                request.head().startsWith("HEAD")
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                        : "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n");
        try (Backend _ = routed("bodiless", bodiless);
                Wire wire = new Wire(proxy.port())) {
            assertThat(wire.send("HEAD / HTTP/1.1\r\nHost: bodiless\r\n\r\n").readHead())
                    .containsIgnoringCase("content-length: 5");
            assertThat(wire.send("GET / HTTP/1.1\r\nHost: bodiless\r\n\r\n").readHead())
                    .startsWith("HTTP/1.1 304");
            assertThat(wire.send("GET / HTTP/1.1\r\nHost: unknown\r\n\r\n")
                            .answer()
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void refusedEndpointIsReplacedByAnotherEvenForUploads() throws Exception {
        try (Backend backend = new Backend(request -> {
            request.in().readNBytes(3);
            request.ok("here");
        })) {
            publish(Backend.route("refused", Backend.nobody(), Backend.nobody(), backend.endpoint()));
            for (int i = 0; i < 20; i++) {
                String request = "POST / HTTP/1.1\r\nHost: refused\r\nContent-Length: 3\r\n\r\nabc";
                assertThat(Wire.ask(proxy.port(), request).body()).isEqualTo("here");
            }
        }
    }

    @Test
    void brokenConnectionIsTriedOnceMoreUnlessTheRequestMayHaveActed() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Backend.Handler moody = request -> {
            if (calls.getAndIncrement() % 2 == 0) {
                throw new IOException("breaks");
            }
            request.ok("second try");
        };
        try (Backend backend = routed("moody", moody)) {
            assertThat(Wire.get(proxy.port(), "moody", "/").body()).isEqualTo("second try");

            Wire.Answer post = Wire.ask(proxy.port(), "POST / HTTP/1.1\r\nHost: moody\r\nContent-Length: 0\r\n\r\n");
            assertThat(post.header("Slipway-Reason")).isEqualTo("no-answer");
            assertThat(backend.heads).hasSize(3);
        }
    }

    @Test
    void cutAnswerLooksCut() throws Exception {
        Backend.Handler cut = request -> {
            request.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            request.socket().close();
        };
        try (Backend _ = routed("cut", cut);
                Wire wire = new Wire(proxy.port())) {
            wire.send("GET / HTTP/1.1\r\nHost: cut\r\n\r\n").readHead();
            assertThat(wire.rest()).isEqualTo("half");
        }
    }

    @Test
    void silentBackendIsATimeout() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (Backend _ = routed("silent", _ -> end.await())) {
            Wire.Answer answer = Wire.get(proxy.port(), "silent", "/");
            end.countDown();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Slipway-Reason")).isEqualTo("timeout");
            assertThat(answer.header("Retry-After")).isNotEmpty();
        }
    }

    @Test
    void clientThatLeavesEndsTheBackendsWork() throws Exception {
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Backend.Handler endless = request -> {
            request.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
            ended.complete(request.in().read());
        };
        try (Backend _ = routed("endless", endless)) {
            try (Wire wire = new Wire(proxy.port())) {
                wire.send("GET / HTTP/1.1\r\nHost: endless\r\n\r\n").readHead();
                assertThat(wire.chunk()).isEqualTo("x");
            }
            assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo(-1);
        }
        await().untilAsserted(() -> assertThat(proxy.metrics().inFlight()).isZero());
    }

    @Test
    void earlyAnswerToALargeUploadIsSeen() throws Exception {
        Backend.Handler refusing = request -> {
            request.write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
            request.socket().shutdownOutput();
            request.in().transferTo(OutputStream.nullOutputStream());
        };
        try (Backend _ = routed("early", refusing);
                Wire wire = new Wire(proxy.port())) {
            wire.send("POST / HTTP/1.1\r\nHost: early\r\nContent-Length: 1000000000\r\n\r\npart");
            assertThat(wire.answer().body()).isEqualTo("big");
            assertThatThrownBy(wire::line).isInstanceOf(IOException.class);
        }
    }

    /// Otherwise the rest of one visitor's body would decide where the next visitor's request begins.
    @Test
    void connectionOfAnEarlyAnswerIsNotUsedAgain() throws Exception {
        Backend.Handler hasty =
                request -> request.write("HTTP/1.1 401 No\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nno");
        try (Backend backend = routed("hasty", hasty);
                Wire wire = new Wire(proxy.port())) {
            wire.send("POST /first HTTP/1.1\r\nHost: hasty\r\nContent-Length: 100\r\n\r\npart");
            assertThat(wire.answer().body()).isEqualTo("no");
            wire.send("x".repeat(96));

            wire.send("GET /second HTTP/1.1\r\nHost: hasty\r\n\r\n");
            assertThat(wire.answer().body()).isEqualTo("no");

            assertThat(backend.connections).hasValue(2);
            assertThat(backend.heads).hasSize(2).last(STRING).startsWith("GET /second");
        }
    }

    @Test
    void instanceThatTakesNothingOfTheBodyIsATimeout() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (Backend _ = routed("full", _ -> end.await());
                Wire wire = new Wire(proxy.port())) {
            wire.send("POST / HTTP/1.1\r\nHost: full\r\nContent-Length: 1000000000\r\n\r\n");
            CompletableFuture<Void> sender = CompletableFuture.runAsync(
                    () -> pump(wire, 1_000_000_000, new AtomicLong()), Thread::startVirtualThread);

            assertThat(wire.answer().header("Slipway-Reason")).isEqualTo("timeout");

            end.countDown();
            assertThat(sender).failsWithin(Duration.ofSeconds(10));
        }
    }

    /// At the end of the time that the server names, a request would meet the close.
    @Test
    void idleConnectionIsGivenUpBeforeTheServerDoes() throws Exception {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        Backend.Handler patient = request -> {
            request.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=9\r\n\r\nok");
            assertThat(request.in().read()).isEqualTo(-1);
            closed.complete(true);
        };
        try (Backend _ = routed("patient", patient)) {
            assertThat(Wire.get(proxy.port(), "patient", "/").body()).isEqualTo("ok");
            assertThat(closed).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void routeChangesNeedNoRestart() throws Exception {
        try (Backend one = new Backend(request -> request.ok("one"));
                Backend two = new Backend(request -> request.ok("two"))) {
            assertThat(Wire.get(proxy.port(), "moving", "/").status()).isEqualTo(404);
            publish(Backend.route("moving", one.endpoint()));
            assertThat(Wire.get(proxy.port(), "moving", "/").body()).isEqualTo("one");
            publish(Backend.route("moving", two.endpoint()));
            assertThat(Wire.get(proxy.port(), "moving", "/").body()).isEqualTo("two");
            publish(new RouteEntry("moving", "/", List.of(), "stopped"));
            assertThat(Wire.get(proxy.port(), "moving", "/").header("Slipway-Reason"))
                    .isEqualTo("stopped");
        }
    }

    private static Backend routed(String host, Backend.Handler handler) throws IOException {
        Backend backend = new Backend(handler);
        Endpoint endpoint = backend.endpoint();
        publish(Backend.route(host, endpoint));
        return backend;
    }

    private static void publish(RouteEntry route) {
        ROUTES.apply(new TableChange(List.of(route), List.of(), List.of()));
    }
}

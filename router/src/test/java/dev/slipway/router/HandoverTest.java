package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.router.feed.Predecessor;
import dev.slipway.router.feed.SocketRouterFeed;
import dev.slipway.router.proxy.Backend;
import dev.slipway.router.proxy.ProxyLimits;
import dev.slipway.router.proxy.Wire;
import dev.slipway.router.table.RouteTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One router takes another's place.
class HandoverTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final ProxyLimits LIMITS = limits(Duration.ofSeconds(1));
    /// For visitors that a busy machine keeps waiting between two steps of theirs.
    private static final ProxyLimits PATIENT = limits(Duration.ofSeconds(10), Duration.ofSeconds(10));

    @TempDir
    Path home;

    private RouterConfig config;
    private Backend backend;
    private SocketRouterFeed feed;

    @BeforeEach
    void begin() throws IOException {
        config = RouterTest.config(home, freePort());
        backend = new Backend(request -> request.ok("served"));
        feed = SocketRouterFeed.open(config.control());
    }

    @AfterEach
    void end() throws IOException {
        feed.close();
        backend.close();
    }

    @Test
    void nobodyIsRefusedWhileTenRoutersFollowEachOther() throws Exception {
        Router router = Router.start(config, PATIENT);
        publish("app");
        try (Visits fresh = Visits.fresh(config.port());
                Visits kept = Visits.kept(config.port())) {
            for (int i = 0; i < 10; i++) {
                Router successor = Router.start(config, PATIENT);
                awaitEnd(router);
                router = successor;
            }
            fresh.assertAllServed();
            kept.assertAllServed();
        }
        router.close();
    }

    @Test
    void newConnectionsAreTheSuccessorsThoughBothListen() throws Exception {
        try (Router first = Router.start(config, LIMITS)) {
            publish("app");
            try (Router second = Router.start(config, LIMITS)) {
                for (int i = 0; i < 100; i++) {
                    assertThat(Wire.get(config.port(), "app", "/").body()).isEqualTo("served");
                }
                assertThat(first.metrics().requests()).isZero();
                assertThat(second.metrics().requests()).isEqualTo(100);
            }
        }
    }

    @Test
    void successorHasTheTableBeforeItServesAndTheFeedAfterwards() throws Exception {
        Router first = Router.start(config, LIMITS);
        publish("old");
        try (Router _ = Router.start(config, LIMITS)) {
            assertThat(Wire.get(config.port(), "old", "/").body()).isEqualTo("served");
            publish("new");
            assertThat(Wire.get(config.port(), "new", "/").body()).isEqualTo("served");
            awaitEnd(first);
            assertThat(config.control()).exists();
        }
    }

    @Test
    void keptConnectionIsRoutedByTheNewTableAndEndsWithItsNextAnswer() throws Exception {
        Router first = Router.start(config, limits(Duration.ofSeconds(20)));
        publish("app");
        try (Wire wire = new Wire(config.port())) {
            assertThat(ask(wire, "app").header("Connection")).isEmpty();
            try (Router _ = Router.start(config, LIMITS)) {
                CompletableFuture<Void> ended = ending(first);
                publish("other");
                await().until(() -> first.knows("other"));

                Wire.Answer answer = ask(wire, "other");

                assertThat(answer.body()).isEqualTo("served");
                assertThat(answer.header("Connection")).isEqualTo("close");
                ended.get(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void idleConnectionDoesNotKeepTheOldRouterForEver() throws Exception {
        Router first = Router.start(config, LIMITS);
        publish("app");
        try (Wire wire = new Wire(config.port())) {
            ask(wire, "app");
            try (Router _ = Router.start(config, LIMITS)) {
                awaitEnd(first);
                assertThat(wire.rest()).isEmpty();
            }
        }
    }

    @Test
    void routerGoesOnWhenItsSuccessorBreaksOff() throws Exception {
        try (Router _ = Router.start(config, LIMITS)) {
            publish("before");
            Predecessor.find(config.control(), SOON).orElseThrow().close();

            publish("after");

            assertThat(Wire.get(config.port(), "after", "/").body()).isEqualTo("served");
            await().until(() -> Files.readString(config.table()).contains("after"));
        }
    }

    @Test
    void whoeverListensAndDoesNotHandOverIsNotReplaced() throws Exception {
        Files.createDirectories(config.control().getParent());
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(config.control()));

            assertThatThrownBy(() -> Predecessor.find(config.control(), Duration.ofMillis(200)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not hand over");
        }
    }

    @Test
    void routerOfAnotherHomeDoesNotShareThePort(@TempDir Path elsewhere) throws Exception {
        try (Router _ = Router.start(config, LIMITS)) {
            RouterConfig other = RouterTest.config(elsewhere, config.port());

            assertThatThrownBy(() -> Router.start(other, LIMITS)).isInstanceOf(UncheckedIOException.class);
        }
    }

    private void publish(String host) throws InterruptedException {
        feed.publish(RouteTable.of(List.of(Backend.route(host, backend.endpoint())), List.of()));
        assertThat(feed.settled(SOON)).isTrue();
    }

    private static Wire.Answer ask(Wire wire, String host) throws IOException {
        return wire.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").answer();
    }

    private static void awaitEnd(Router former) throws Exception {
        ending(former).get(20, TimeUnit.SECONDS);
    }

    /// As the process does it.
    private static CompletableFuture<Void> ending(Router former) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                former.awaitSuccession();
                former.close();
                ended.complete(null);
            } catch (IOException | InterruptedException failure) {
                ended.completeExceptionally(failure);
            }
        });
        return ended;
    }

    /// drain is how long an idle connection is kept by a router that was replaced.
    private static ProxyLimits limits(Duration drain) {
        return limits(drain, Duration.ofMillis(400));
    }

    private static ProxyLimits limits(Duration drain, Duration head) {
        Duration minute = Duration.ofMinutes(1);
        return new ProxyLimits(SOON, SOON, head, SOON, minute, minute, drain, Duration.ofMillis(300), minute);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}

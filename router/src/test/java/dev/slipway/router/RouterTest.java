package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.router.feed.SocketRouterFeed;
import dev.slipway.router.proxy.Backend;
import dev.slipway.router.proxy.Wire;
import dev.slipway.router.table.RouteEntry;
import dev.slipway.router.table.RouteTable;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path home;

    @Test
    void whatTheAgentPublishesIsServed() throws Exception {
        try (Backend backend = new Backend(request -> request.ok("served"));
                SocketRouterFeed feed = SocketRouterFeed.open(config().control());
                Router router = RouterMain.start(config())) {
            assertThat(Wire.get(router.port(), "app", "/").header("Slipway-Reason"))
                    .isEqualTo("starting");
            feed.publish(RouteTable.of(List.of(Backend.route("app", backend.endpoint())), List.of()));

            assertThat(feed.settled(SOON)).isTrue();
            assertThat(Wire.get(router.port(), "app", "/").body()).isEqualTo("served");

            feed.publish(RouteTable.empty());
            assertThat(feed.settled(SOON)).isTrue();
            assertThat(Wire.get(router.port(), "app", "/").header("Slipway-Reason"))
                    .isEqualTo("unknown-host");
            assertThat(feed.metrics().orElseThrow().requests()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void controlSocketIsForItsOwnerAndGroupOnly() throws Exception {
        try (Router _ = RouterMain.start(config())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config().control())))
                    .isEqualTo("rw-rw----");
        }
        assertThat(config().control()).doesNotExist();
    }

    @Test
    void tableSurvivesARestartAndIsServedBeforeTheFeedIsBack() throws Exception {
        try (Backend backend = new Backend(request -> request.ok("kept"))) {
            try (Router _ = RouterMain.start(config());
                    SocketRouterFeed feed = SocketRouterFeed.open(config().control())) {
                feed.publish(RouteTable.of(List.of(Backend.route("app", backend.endpoint())), List.of()));
                assertThat(feed.settled(SOON)).isTrue();
                await().until(() -> Files.exists(config().table()));
            }
            try (Router router = RouterMain.start(config())) {
                assertThat(Wire.get(router.port(), "app", "/").body()).isEqualTo("kept");
            }
        }
    }

    @Test
    void brokenTableFileIsNotFatal() throws Exception {
        Files.createDirectories(config().table().getParent());
        Files.writeString(config().table(), "{\"type\":\"snapshot\",\"routes\":[{\"host\":");

        try (Router router = RouterMain.start(config())) {
            assertThat(Wire.get(router.port(), "app", "/").status()).isEqualTo(503);
        }
    }

    @Test
    void feedFindsARestartedRouterAgain() throws Exception {
        try (SocketRouterFeed feed = SocketRouterFeed.open(config().control())) {
            try (Router _ = RouterMain.start(config())) {
                feed.publish(table("first"));
                assertThat(feed.settled(SOON)).isTrue();
            }
            feed.publish(table("second"));
            assertThat(feed.settled(Duration.ofMillis(300))).isFalse();
            try (Router router = RouterMain.start(config())) {
                assertThat(feed.settled(SOON)).isTrue();
                assertThat(Wire.get(router.port(), "second", "/").header("Slipway-Reason"))
                        .isEqualTo("stopped");
                assertThat(Wire.get(router.port(), "first", "/").status()).isEqualTo(404);
            }
        }
    }

    @Test
    void bridgeAddressesAreListenedOnAsTheyComeAndGo() throws Exception {
        try (Router router = RouterMain.start(config());
                SocketRouterFeed feed = SocketRouterFeed.open(config().control())) {
            feed.publish(RouteTable.of(List.of(), List.of("127.0.0.2", "192.0.2.1")));
            await().until(() -> listens("127.0.0.2", router.port()));

            feed.publish(RouteTable.of(List.of(), List.of("127.0.0.3")));
            await().until(() -> listens("127.0.0.3", router.port()) && !listens("127.0.0.2", router.port()));
            assertThat(listens("127.0.0.1", router.port())).isTrue();
        }
    }

    @Test
    void requestInFlightIsFinishedBeforeTheRouterStops() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        Backend.Handler slow = request -> {
            arrived.countDown();
            assertThat(proceed.await(10, TimeUnit.SECONDS)).isTrue();
            request.ok("finished");
        };
        try (Backend backend = new Backend(slow);
                SocketRouterFeed feed = SocketRouterFeed.open(config().control())) {
            Router router = RouterMain.start(config());
            feed.publish(RouteTable.of(List.of(Backend.route("app", backend.endpoint())), List.of()));
            assertThat(feed.settled(SOON)).isTrue();
            CompletableFuture<Wire.Answer> answer =
                    CompletableFuture.supplyAsync(() -> get(router.port()), Thread::startVirtualThread);
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(() -> close(router), Thread::startVirtualThread);
            await().until(() -> !listens("127.0.0.1", router.port()));
            assertThat(stopped).isNotDone();
            proceed.countDown();

            assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("finished");
            stopped.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void idleKeptConnectionIsClosedWhenTheRouterStops() throws Exception {
        try (Backend backend = new Backend(request -> request.ok("served"));
                SocketRouterFeed feed = SocketRouterFeed.open(config().control())) {
            Router router = RouterMain.start(config());
            feed.publish(RouteTable.of(List.of(Backend.route("app", backend.endpoint())), List.of()));
            assertThat(feed.settled(SOON)).isTrue();
            try (Wire kept = new Wire(router.port())) {
                Wire.Answer answer =
                        kept.send("GET / HTTP/1.1\r\nHost: app\r\n\r\n").answer();
                assertThat(answer.header("Connection")).isEmpty();

                CompletableFuture<Void> stopped =
                        CompletableFuture.runAsync(() -> close(router), Thread::startVirtualThread);

                assertThat(kept.rest()).isEmpty();
                stopped.get(10, TimeUnit.SECONDS);
            }
        }
    }

    private static Wire.Answer get(int port) {
        try {
            return Wire.get(port, "app", "/");
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void close(Router router) {
        try {
            router.close();
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static boolean listens(String address, int port) {
        try (Socket _ = new Socket(address, port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static RouteTable table(String host) {
        return RouteTable.of(List.of(new RouteEntry(host, "/", List.of(), "stopped")), List.of());
    }

    private RouterConfig config() {
        return config(home, 0);
    }

    static RouterConfig config(Path home, int port) {
        return RouterConfig.from(new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(
                        Map.of("slipway.home", home.toString(), "slipway.router.port", Integer.toString(port)),
                        "test",
                        100))
                .build());
    }
}

package dev.slipway.router.proxy;

import dev.slipway.router.feed.RouterMetrics;
import dev.slipway.router.table.LiveRoutes;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.VertxBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// The router's data path: as many event loops as processors, all on the same addresses.
public final class ProxyServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ProxyServer.class.getName());
    private static final long DRAIN_CHECK_MILLIS = 20;
    /// Time for clients with kept connections to learn from an answer that theirs ends.
    private static final long DRAIN_LEAST_MILLIS = 200;

    private final Vertx vertx;
    private final Acceptors acceptors;
    private final Counters counters = new Counters();
    private final Stopping stopping = new Stopping();
    private final ProxyLimits limits;
    private final List<ProxyLoop> loops = new CopyOnWriteArrayList<>();
    private final Set<String> extra = new HashSet<>();
    private final Entrance entrance;
    private ListenAddress own;

    private ProxyServer(Vertx vertx, Acceptors acceptors, ProxyLimits limits, Entrance entrance) {
        this.entrance = entrance;
        this.vertx = vertx;
        this.acceptors = acceptors;
        this.limits = limits;
    }

    /// Listens on host and port (0 for a free one) before it returns. UncheckedIOException or
    /// IllegalStateException when it cannot, also when another router is there: the two would share the visitors.
    public static ProxyServer start(String host, int port, LiveRoutes routes, ProxyLimits limits) {
        return start(host, port, routes, limits, Entrance.PLAIN);
    }

    /// The same, with what is offered from outside.
    public static ProxyServer start(String host, int port, LiveRoutes routes, ProxyLimits limits, Entrance entrance) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException taken) {
            throw new UncheckedIOException("cannot listen on " + host + " port " + port, taken);
        }
        return startBeside(host, port, routes, limits, entrance);
    }

    /// The same beside a router of the same user, which gets no new connections from then on.
    public static ProxyServer startBeside(
            String host, int port, LiveRoutes routes, ProxyLimits limits, Entrance entrance) {
        int processors = Runtime.getRuntime().availableProcessors();
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(processors)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        Acceptors acceptors = Acceptors.require();
        Vertx vertx = new VertxBuilder(options).findTransport(acceptors).init().vertx();
        ProxyServer server = new ProxyServer(vertx, acceptors, limits, entrance);
        try {
            server.deploy(routes, processors);
            server.own = server.bindAll(new ListenAddress(host, port));
            entrance.tls().ifPresent(tls -> server.bindAll(new ListenAddress(host, tls.port(), true)));
            return server;
        } catch (RuntimeException failure) {
            vertx.close();
            throw failure;
        }
    }

    private void deploy(LiveRoutes routes, int processors) {
        await(vertx.deployVerticle(
                () -> {
                    ProxyLoop loop = new ProxyLoop(routes, counters, stopping, limits, entrance);
                    loops.add(loop);
                    return loop;
                },
                new DeploymentOptions().setInstances(processors)));
    }

    /// Every loop joins the same listener; a negative port is how Vert.x shares a free one between them.
    private ListenAddress bindAll(ListenAddress wanted) {
        ListenAddress shared = wanted.port() == 0 ? new ListenAddress(wanted.host(), -1, wanted.tls()) : wanted;
        List<Integer> ports =
                loops.stream().map(loop -> await(loop.listen(shared))).toList();
        acceptors.preferTheYounger();
        return new ListenAddress(wanted.host(), ports.getFirst(), wanted.tls());
    }

    public int port() {
        return own.port();
    }

    /// Reads the certificate and its key anew, for connections made from now on. Throws where they cannot be used.
    public void renewCertificate() {
        Certificate certificate = Certificate.read(entrance.tls().orElseThrow());
        loops.forEach(loop -> await(loop.renew(certificate)));
    }

    public RouterMetrics metrics() {
        return counters.metrics();
    }

    /// Listens on these addresses besides the own one, on the same port, and on no others. Gives those that could
    /// not be bound yet: call again for them. Not for use by several threads at once.
    public Set<String> listen(Set<String> addresses) {
        for (String gone : List.copyOf(extra)) {
            if (!addresses.contains(gone)) {
                unbind(gone);
            }
        }
        Set<String> missing = new HashSet<>();
        for (String address : addresses) {
            if (!address.equals(own.host()) && !extra.contains(address) && !bound(address)) {
                missing.add(address);
            }
        }
        return missing;
    }

    private boolean bound(String address) {
        try {
            bindAll(new ListenAddress(address, own.port()));
            extra.add(address);
            LOG.log(System.Logger.Level.INFO, "listening on {0} too", address);
            return true;
        } catch (CompletionException failure) {
            LOG.log(System.Logger.Level.DEBUG, "not listening on " + address, failure);
            unbind(address);
            return false;
        }
    }

    private void unbind(String address) {
        loops.forEach(loop -> await(loop.unlisten(new ListenAddress(address, own.port()))));
        extra.remove(address);
    }

    /// A successor listens on the same addresses: every connection ends after its next answer, or when nothing
    /// came on it for as long as the limits say. Returns when none is left, or after the longest time.
    public void retire() throws InterruptedException {
        stopping.begin();
        Thread.sleep(limits.handshake());
        acceptors.close();
        long began = System.nanoTime();
        while (counters.connections() > 0
                && System.nanoTime() - began < limits.retire().toNanos()) {
            Thread.sleep(DRAIN_CHECK_MILLIS);
        }
    }

    /// Stops accepting, lets open requests finish for as long as the limits say, then closes what is left.
    @Override
    public void close() throws InterruptedException {
        stopping.begin();
        acceptors.close();
        long began = System.nanoTime();
        while (!drained(System.nanoTime() - began)) {
            Thread.sleep(DRAIN_CHECK_MILLIS);
        }
        await(vertx.close());
    }

    private boolean drained(long nanos) {
        boolean enough = nanos >= TimeUnit.MILLISECONDS.toNanos(DRAIN_LEAST_MILLIS);
        return (enough && counters.inFlight() == 0) || nanos >= limits.drain().toNanos();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}

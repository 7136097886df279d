package dev.slipway.router;

import dev.slipway.router.feed.ControlSocket;
import dev.slipway.router.feed.Predecessor;
import dev.slipway.router.feed.RouterMetrics;
import dev.slipway.router.feed.Succession;
import dev.slipway.router.feed.TableFile;
import dev.slipway.router.proxy.ProxyLimits;
import dev.slipway.router.proxy.ProxyServer;
import dev.slipway.router.table.LiveRoutes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// A running router: the table from the disk first, then the feed and the listeners. Where another one runs it
/// takes that one's place without a refused connection: the other holds its table still, this one reads it,
/// listens beside it, and tells it to end.
public final class Router implements AutoCloseable {
    private static final Duration PREDECESSOR_ANSWERS = Duration.ofSeconds(5);

    private final LiveRoutes routes = new LiveRoutes();
    private final CountDownLatch succeeded = new CountDownLatch(1);
    private final Path tablePath;
    private final ProxyServer proxy;
    private final Listening listening;
    private final ControlSocket control;
    private final Optional<Renewal> renewal;
    private TableFile table;

    private Router(RouterConfig config, ProxyLimits limits, boolean beside) throws IOException {
        this.tablePath = config.table();
        this.table = TableFile.follow(tablePath, routes);
        this.proxy = beside
                ? ProxyServer.startBeside(config.listen(), config.port(), routes, limits, config.entrance())
                : ProxyServer.start(config.listen(), config.port(), routes, limits, config.entrance());
        this.renewal = config.entrance()
                .tls()
                .map(tls -> Renewal.follow(List.of(tls.certificate(), tls.key()), proxy::renewCertificate));
        proxy.listen(Set.copyOf(routes.listen()));
        this.listening = Listening.follow(routes, proxy::listen);
        this.control = ControlSocket.open(config.control(), routes, proxy::metrics, new Handover());
    }

    static Router start(RouterConfig config, ProxyLimits limits) throws IOException {
        Optional<Predecessor> predecessor = Predecessor.find(config.control(), PREDECESSOR_ANSWERS);
        try {
            Router router = new Router(config, limits, predecessor.isPresent());
            if (predecessor.isPresent()) {
                predecessor.get().retire();
            }
            return router;
        } finally {
            predecessor.ifPresent(Predecessor::close);
        }
    }

    /// On the thread of the control socket.
    private final class Handover implements Succession {

        @Override
        public void begins() throws IOException {
            closeTable();
        }

        @Override
        public void serves() {
            table.watch();
            succeeded.countDown();
        }

        @Override
        public void brokenOff() throws IOException {
            table = TableFile.follow(tablePath, routes);
        }
    }

    /// The port that is listened on.
    public int port() {
        return proxy.port();
    }

    /// Whether the table names the host.
    boolean knows(String host) {
        return routes.knows(host);
    }

    RouterMetrics metrics() {
        return proxy.metrics();
    }

    /// Waits until another router has taken over, finishes what is open, and returns when nothing is left to do.
    void awaitSuccession() throws InterruptedException {
        succeeded.await();
        listening.close();
        proxy.retire();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (renewal.isPresent()) {
            renewal.get().close();
        }
        listening.close();
        control.close();
        proxy.close();
        closeTable();
    }

    private void closeTable() throws IOException {
        try {
            table.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the table was written", interrupted);
        }
    }
}

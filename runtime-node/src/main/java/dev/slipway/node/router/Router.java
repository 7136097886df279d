package dev.slipway.node.router;

import dev.slipway.node.router.feed.ControlSocket;
import dev.slipway.node.router.feed.TableFile;
import dev.slipway.node.router.proxy.ProxyLimits;
import dev.slipway.node.router.proxy.ProxyServer;
import dev.slipway.node.router.table.LiveRoutes;
import java.io.IOException;

/// A running router: the table from the disk first, then the listener, then the feed.
public final class Router implements AutoCloseable {
    private final TableFile table;
    private final ProxyServer proxy;
    private final ControlSocket control;
    private final Listening listening;

    private Router(TableFile table, ProxyServer proxy, ControlSocket control, Listening listening) {
        this.table = table;
        this.proxy = proxy;
        this.control = control;
        this.listening = listening;
    }

    static Router start(RouterConfig config, ProxyLimits limits) throws IOException {
        LiveRoutes routes = new LiveRoutes();
        TableFile table = TableFile.follow(config.table(), routes);
        ProxyServer proxy = ProxyServer.start(config.listen(), config.port(), routes, limits);
        Listening listening = Listening.follow(routes, proxy::listen);
        ControlSocket control = ControlSocket.open(config.control(), routes, proxy::metrics);
        return new Router(table, proxy, control, listening);
    }

    /// The port that is listened on.
    public int port() {
        return proxy.port();
    }

    public boolean nativeTransport() {
        return proxy.nativeTransport();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        listening.close();
        control.close();
        proxy.close();
        table.close();
    }
}

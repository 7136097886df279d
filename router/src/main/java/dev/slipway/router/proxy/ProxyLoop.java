package dev.slipway.router.proxy;

import dev.slipway.router.table.LiveRoutes;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// One event loop of the router: its listeners and its backend connections. Loops share nothing but the routes.
final class ProxyLoop extends AbstractVerticle {
    private final LiveRoutes routes;
    private final Counters counters;
    private final Stopping stopping;
    private final ProxyLimits limits;
    private final Entrance entrance;
    private final Map<ListenAddress, HttpServer> servers = new HashMap<>();

    private Gate gate;

    ProxyLoop(LiveRoutes routes, Counters counters, Stopping stopping, ProxyLimits limits, Entrance entrance) {
        this.entrance = entrance;
        this.routes = routes;
        this.counters = counters;
        this.stopping = stopping;
        this.limits = limits;
    }

    @Override
    public void start() {
        gate = new Gate(routes, new Backends(vertx, limits), counters, stopping, entrance);
    }

    /// Binds; fails with a java.net.BindException when the address is not there or taken. Gives the port bound.
    Future<Integer> listen(ListenAddress address) {
        return onLoop(() -> {
            HttpServerOptions options = options(address.tls());
            HttpServer server = vertx.createHttpServer(options)
                    .connectionHandler(connection -> guard(connection, options))
                    .invalidRequestHandler(gate::invalid)
                    .requestHandler(gate);
            return server.listen(address.port(), address.host())
                    .onSuccess(_ -> servers.put(address, server))
                    .map(HttpServer::actualPort);
        });
    }

    Future<Void> unlisten(ListenAddress address) {
        return onLoop(() -> {
            HttpServer server = servers.remove(address);
            return server == null ? Future.succeededFuture() : server.close();
        });
    }

    /// New connections get the certificate, open ones keep theirs. False where it was in use already.
    Future<Boolean> renew(Certificate certificate) {
        return onLoop(() -> servers.entrySet().stream()
                .filter(server -> server.getKey().tls())
                .findFirst()
                .map(server -> server.getValue().updateSSLOptions(certificate.renewed()))
                .orElse(Future.succeededFuture(false)));
    }

    private HttpServerOptions options(boolean tls) {
        HttpServerOptions options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(false)
                .setMaxHeaderSize(ProxyLimits.HEADER_BYTES)
                .setMaxInitialLineLength(ProxyLimits.REQUEST_LINE_BYTES)
                .setIdleTimeout((int) limits.idle().toSeconds())
                .setTcpNoDelay(true)
                .setReusePort(true)
                .setAcceptBacklog(4_096);
        return tls ? Certificate.read(entrance.tls().orElseThrow()).into(options) : options;
    }

    /// Vert.x has no option for this: its decoder gives way to the strict one before the first byte is read.
    private void guard(HttpConnection connection, HttpServerOptions options) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        StrictRequestDecoder decoder = new StrictRequestDecoder(options);
        pipeline.replace("httpDecoder", "httpDecoder", decoder);
        pipeline.addAfter("httpEncoder", "slipwayGuard", new ConnectionGuard(decoder, limits, counters, stopping));
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        // What the work throws fails the promise, too.
        context.runOnContext(
                _ -> Future.succeededFuture().compose(_ -> work.get()).onComplete(promise));
        return promise.future();
    }
}

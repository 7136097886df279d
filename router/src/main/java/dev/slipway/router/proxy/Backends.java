package dev.slipway.router.proxy;

import dev.slipway.router.table.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/// One event loop's connections to instances. Idle ones are kept for a second only: shorter than servers keep
/// theirs, so that a request seldom meets a connection that is just being closed.
final class Backends {
    private static final int KEEP_IDLE_SECONDS = 1;

    private final Vertx vertx;
    private final HttpClient client;
    private final ProxyLimits limits;

    Backends(Vertx vertx, ProxyLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) limits.connect().toMillis())
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEEP_IDLE_SECONDS)
                .setPipelining(false)
                .setTcpNoDelay(true)
                .setMaxHeaderSize(ProxyLimits.HEADER_BYTES)
                .setDecompressionSupported(false);
        this.client = vertx.createHttpClient(
                options,
                new PoolOptions()
                        .setHttp1MaxSize(ProxyLimits.BACKEND_CONNECTIONS)
                        .setMaxWaitQueueSize(ProxyLimits.BACKEND_QUEUE));
    }

    /// A request on a connection to the endpoint, nothing of it sent yet; failed when there is no connection.
    Future<HttpClientRequest> connect(Endpoint endpoint, Exchange exchange) {
        RequestOptions options = new RequestOptions()
                .setHost(endpoint.address())
                .setPort(endpoint.port())
                .setMethod(exchange.request().method())
                .setURI(exchange.destination().uri())
                .setFollowRedirects(false);
        return client.request(options);
    }

    /// Calls after the longest time between two pieces of a body, unless it is cancelled.
    long afterBodySilence(Runnable silent) {
        return vertx.setTimer(limits.body().toMillis(), _ -> silent.run());
    }

    /// Starts the wait for a response's head; the answer cancels it.
    long awaitHead(Runnable late) {
        return vertx.setTimer(limits.responseHead().toMillis(), _ -> late.run());
    }

    void cancel(long timer) {
        vertx.cancelTimer(timer);
    }
}

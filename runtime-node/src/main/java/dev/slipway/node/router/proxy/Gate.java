package dev.slipway.node.router.proxy;

import dev.slipway.node.router.table.LiveRoutes;
import dev.slipway.node.router.table.RouteEntry;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Every request's first stop: refuses what is not sound, finds its route, and hands it on.
final class Gate implements Handler<HttpServerRequest> {
    private final LiveRoutes routes;
    private final Backends backends;
    private final Counters counters;
    private final Stopping stopping;

    Gate(LiveRoutes routes, Backends backends, Counters counters, Stopping stopping) {
        this.routes = routes;
        this.backends = backends;
        this.counters = counters;
        this.stopping = stopping;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (ConnectionGuard.isClosing(request.connection())) {
            return;
        }
        counters.began();
        request.response().endHandler(_ -> counters.ended());
        if (stopping.begun()) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
        Optional<Destination> destination = sound(request)
                ? Destination.of(request.headers().getAll(HttpHeaders.HOST), request.uri())
                : Optional.empty();
        if (destination.isEmpty()) {
            refuse(request, Reason.MALFORMED);
        } else {
            route(request, destination.get());
        }
    }

    private static boolean sound(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2
                && !request.method().equals(HttpMethod.CONNECT)
                && !request.headers().contains("")
                && hasOneFraming(request);
    }

    /// Only "chunked" frames a body we can pass on, and only in HTTP/1.1.
    private static boolean hasOneFraming(HttpServerRequest request) {
        var encodings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (encodings.isEmpty()) {
            return request.headers().getAll(HttpHeaders.CONTENT_LENGTH).size() <= 1;
        }
        return request.version() == HttpVersion.HTTP_1_1
                && encodings.size() == 1
                && encodings.getFirst().equalsIgnoreCase("chunked")
                && !request.headers().contains(HttpHeaders.CONTENT_LENGTH);
    }

    private void route(HttpServerRequest request, Destination destination) {
        Optional<RouteEntry> route = routes.find(destination.host(), destination.path());
        if (route.isEmpty()) {
            refuse(request, missing(destination.host()));
            return;
        }
        Exchange exchange = new Exchange(request, destination, route.get(), newRequestId());
        request.pause();
        if (HeaderRules.asksForWebSocket(request.headers()) && request.method() == HttpMethod.GET) {
            new Tunnel(exchange, backends, counters).open();
        } else {
            new Forwarding(exchange, backends, counters).start();
        }
    }

    private Reason missing(String host) {
        if (!routes.loaded()) {
            return Reason.STARTING;
        }
        return routes.knows(host) ? Reason.UNKNOWN_PATH : Reason.UNKNOWN_HOST;
    }

    private void refuse(HttpServerRequest request, Reason reason) {
        counters.answered(reason);
        request.response().bodyEndHandler(_ -> Leftover.discard(request));
        new OwnAnswer(reason, newRequestId()).send(request);
        if (reason == Reason.MALFORMED) {
            request.connection().close();
        }
    }

    /// What the decoder could not read: there is no request to go on with, and the connection ends.
    void invalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        boolean tooLong = cause instanceof TooLongFrameException;
        boolean line = tooLong && String.valueOf(cause.getMessage()).contains("line");
        Reason reason = !tooLong ? Reason.MALFORMED : line ? Reason.URI_TOO_LONG : Reason.HEADERS_TOO_LARGE;
        counters.answered(reason);
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        new OwnAnswer(reason, newRequestId()).send(request);
        request.connection().close();
    }

    private static String newRequestId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
    }
}

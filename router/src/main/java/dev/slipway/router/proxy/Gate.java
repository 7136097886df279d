package dev.slipway.router.proxy;

import dev.slipway.router.table.LiveRoutes;
import dev.slipway.router.table.RouteEntry;
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
    private static final int HTTPS = 443;

    private final LiveRoutes routes;
    private final Backends backends;
    private final Counters counters;
    private final Stopping stopping;
    private final Entrance entrance;

    Gate(LiveRoutes routes, Backends backends, Counters counters, Stopping stopping, Entrance entrance) {
        this.entrance = entrance;
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
        boolean toPlatform = entrance.leadsToPlatform(destination.host()) && isFromOutside(request);
        Optional<RouteEntry> route = toPlatform
                ? entrance.platform().map(Entrance.Platform::route)
                : routes.find(destination.host(), destination.path());
        if (route.isEmpty()) {
            refuse(request, missing(destination.host()));
            return;
        }
        if (entrance.tls().isPresent() && !request.isSSL() && isFromOutside(request)) {
            sendToTls(request, destination, entrance.tls().get().port());
            return;
        }
        Exchange exchange = new Exchange(request, destination, route.get(), toPlatform, newRequestId());
        request.pause();
        if (HeaderRules.asksForWebSocket(request.headers()) && request.method() == HttpMethod.GET) {
            new Tunnel(exchange, backends, counters).open();
        } else {
            new Forwarding(exchange, backends, counters).start();
        }
    }

    /// Containers come in at the gateway of their network.
    private boolean isFromOutside(HttpServerRequest request) {
        return !routes.listen().contains(request.localAddress().hostAddress());
    }

    /// Host and uri were checked: neither holds a character that could end the line.
    private void sendToTls(HttpServerRequest request, Destination destination, int port) {
        request.response().bodyEndHandler(_ -> Leftover.discard(request));
        if (!request.isEnded()) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
        request.response()
                .setStatusCode(308)
                .putHeader(
                        HttpHeaders.LOCATION,
                        "https://" + destination.host() + (port == HTTPS ? "" : ":" + port) + destination.uri())
                .putHeader(HttpHeaders.CONTENT_LENGTH, "0")
                .end();
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

package dev.slipway.router.proxy;

import dev.slipway.router.table.RouteEntry;
import io.vertx.core.http.HttpServerRequest;

/// One request on its way: what came, where it goes, and the id both sides know it by. The platform may let a
/// caller wait for news; an application may not.
record Exchange(
        HttpServerRequest request, Destination destination, RouteEntry route, boolean mayTakeLong, String requestId) {

    HeaderRules.Origin origin() {
        return new HeaderRules.Origin(
                request.isSSL() ? "https" : "http",
                destination.authority(),
                request.remoteAddress().hostAddress(),
                request.localAddress().port(),
                requestId);
    }
}

package dev.slipway.router.proxy;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/// The rest of a request's body nobody wants any more. It is read for a moment, so that the client gets to see the
/// answer instead of a reset connection, then the connection closes.
final class Leftover {
    private static final long LINGER_MILLIS = 1_000;

    private Leftover() {}

    /// Called when the answer has been written, on the event loop.
    static void discard(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        request.handler(null).resume();
        Context context = Vertx.currentContext();
        context.owner().setTimer(LINGER_MILLIS, _ -> {
            if (!request.isEnded() || ConnectionGuard.isClosing(request.connection())) {
                request.connection().close();
            }
        });
    }
}

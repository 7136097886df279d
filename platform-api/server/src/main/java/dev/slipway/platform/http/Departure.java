package dev.slipway.platform.http;

import io.vertx.ext.web.RoutingContext;

/// The moment at which the client of a request has gone.
public final class Departure {
    private Departure() {}

    /// Runs leaving when the request ends; at once where it has ended before, for that is not told of again. It may run
    /// twice.
    public static void then(RoutingContext connection, Runnable leaving) {
        connection.addEndHandler(_ -> leaving.run());
        if (connection.response().closed()) {
            leaving.run();
        }
    }
}

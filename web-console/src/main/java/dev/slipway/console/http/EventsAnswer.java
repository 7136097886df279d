package dev.slipway.console.http;

import dev.slipway.console.log.LogEvents;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// A log as it grows, for a browser.
public final class EventsAnswer {
    private EventsAnswer() {}

    /// A browser that leaves ends the reading of the events.
    public static Response of(InputStream events, RoutingContext connection) {
        connection.addEndHandler(_ -> close(events));
        StreamingOutput relay = browser -> LogEvents.relay(events, browser);
        return Response.ok(relay, MediaType.SERVER_SENT_EVENTS_TYPE)
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private static void close(InputStream events) {
        try {
            events.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

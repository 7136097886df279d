package dev.slipway.platform.http;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import java.util.OptionalLong;

/// Where a stream of numbered events shall go on: after `Last-Event-ID`, which a browser sends when it comes back,
/// or after `?after=`, which can be said at the first time.
public record StreamQuery(
        @HeaderParam("Last-Event-ID") String lastEventId,
        @QueryParam("after") String after) {

    /// Empty where neither was sent. Throws FIELD_TYPE.
    public OptionalLong position() {
        if (lastEventId != null && !lastEventId.isEmpty()) {
            return OptionalLong.of(number("Last-Event-ID", lastEventId));
        }
        return after == null ? OptionalLong.empty() : OptionalLong.of(number("after", after));
    }

    private static long number(String field, String text) {
        if (!text.matches("\\d{1,18}")) {
            throw PlatformException.field(
                    ErrorCode.FIELD_TYPE,
                    field,
                    "must be the id of an event",
                    "Take the id of the last event you read, or 0 for all.");
        }
        return Long.parseLong(text);
    }
}

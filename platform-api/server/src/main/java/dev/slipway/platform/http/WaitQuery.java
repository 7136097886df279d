package dev.slipway.platform.http;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.http.Patience.Goal;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/// `?wait=ready|done&timeout=PT2M` of a request that starts long work.
public record WaitQuery(
        @QueryParam("wait") String until,
        @QueryParam("timeout") String timeout) {
    private static final Duration USUAL = Duration.ofMinutes(2);

    /// To be asked for before anything is started. Throws FIELD_INVALID for either.
    public Patience patience() {
        return new Patience(goal(), timeout == null ? USUAL : limit());
    }

    private Goal goal() {
        return switch (until) {
            case null -> Goal.NOTHING;
            case "done" -> Goal.DONE;
            case "ready" -> Goal.READY;
            default -> throw PlatformException.invalid("wait", "must be \"ready\" or \"done\"");
        };
    }

    private Duration limit() {
        try {
            Duration limit = Duration.parse(timeout);
            if (!limit.isNegative() && limit.compareTo(Patience.LONGEST) <= 0) {
                return limit;
            }
        } catch (DateTimeParseException _) {
            // Told below.
        }
        throw PlatformException.invalid("timeout", "must be a duration from PT0S to PT10M, such as PT2M");
    }
}

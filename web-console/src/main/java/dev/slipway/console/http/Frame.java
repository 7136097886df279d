package dev.slipway.console.http;

import dev.slipway.console.display.Length;
import dev.slipway.console.display.Moment;
import dev.slipway.console.visitor.Errand;
import java.time.Instant;

/// What stands around every page. user is null for who has not signed in; shown names the state of what the page shows
/// and every after how many seconds it asks again, 0 for a page that does not change.
public record Frame(
        String user,
        boolean secure,
        String formToken,
        Notice notice,
        Errand errand,
        Assets assets,
        Instant now,
        String shown,
        int every) {
    /// Without what the security policy forbids: styles in the page, scripts in attributes.
    private static final String HTMX =
            "{\"includeIndicatorStyles\":false,\"allowEval\":false,\"allowScriptTags\":false,\"historyEnabled\":false}";

    private static final int BUSY_SECONDS = 1;
    private static final int QUIET_SECONDS = 5;

    /// The page asks again by itself; content is everything on it that may change, busy whether it soon will.
    Frame watching(Object content, boolean busy) {
        return new Frame(
                user,
                secure,
                formToken,
                notice,
                errand,
                assets,
                now,
                Integer.toHexString(content.hashCode()),
                busy ? BUSY_SECONDS : QUIET_SECONDS);
    }

    boolean unchanged() {
        return shown.equals(errand.seen());
    }

    public boolean busy() {
        return every == BUSY_SECONDS;
    }

    public String htmx() {
        return HTMX;
    }

    public String path() {
        return errand.path();
    }

    public String asset(String name) {
        return assets.url(name);
    }

    public Moment moment(Instant time) {
        return Moment.of(time, now);
    }

    public Length length(Instant start, Instant end) {
        return Length.between(start, end, now);
    }
}

package dev.slipway.platform.build;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in a build's log, as event ids name it: the bytes told, and the stage told last (null for none).
record LogPosition(long bytes, String stage) {
    static final LogPosition START = new LogPosition(0, null);
    /// The id of the last event: nothing comes after it.
    static final String END = "end";

    private static final Pattern FORM = Pattern.compile("(\\d{1,15})(?:-([a-z][a-z-]{0,29}))?");

    /// Reads a Last-Event-ID; null for none. Throws FIELD_TYPE.
    static LogPosition of(String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return START;
        }
        Matcher form = FORM.matcher(lastEventId);
        if (!form.matches()) {
            throw PlatformException.field(
                    ErrorCode.FIELD_TYPE,
                    "Last-Event-ID",
                    "was not given by this stream",
                    "Send the id of the last event as it came, or none to begin at the start.");
        }
        return new LogPosition(Long.parseLong(form.group(1)), form.group(2));
    }

    @Override
    public String toString() {
        return stage == null ? String.valueOf(bytes) : bytes + "-" + stage;
    }
}

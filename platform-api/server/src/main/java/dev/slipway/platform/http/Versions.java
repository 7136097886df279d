package dev.slipway.platform.http;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;

/// Strong entity tags over configuration versions (RFC 9110, 8.8.3).
public final class Versions {
    private Versions() {}

    public static String tag(long version) {
        return "\"" + version + "\"";
    }

    /// Throws PRECONDITION_REQUIRED where If-Match is absent, PRECONDITION_FAILED where it names another version.
    public static void require(String ifMatch, long version) {
        if (ifMatch == null) {
            throw PlatformException.of(
                    ErrorCode.PRECONDITION_REQUIRED,
                    "This change needs If-Match with the version you read.",
                    "GET the resource and send its ETag as If-Match, or If-Match: * to change whatever is there.");
        }
        check(ifMatch, version);
    }

    /// As {@link #require}, where If-Match may be absent.
    public static void check(String ifMatch, long version) {
        if (ifMatch != null && !ifMatch.equals("*") && !ifMatch.equals(tag(version))) {
            throw PlatformException.of(
                    ErrorCode.PRECONDITION_FAILED,
                    "It is at version " + version + " now, you changed " + ifMatch + ".",
                    "GET it again, apply your change to what you find, and send it with the new ETag.");
        }
    }
}

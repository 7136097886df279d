package dev.slipway.platform.http;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;

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
        if (ifMatch != null && !names(ifMatch, version)) {
            throw PlatformException.of(
                    ErrorCode.PRECONDITION_FAILED,
                    "It is at version " + version + " now, you changed " + ifMatch + ".",
                    "GET it again, apply your change to what you find, and send it with the new ETag.");
        }
    }

    /// What was read, with its version; 304 without it where the reader has that version. Only for what is
    /// configuration through and through: versions say nothing about states.
    public static Response read(String ifNoneMatch, long version, Object entity) {
        return ifNoneMatch != null && names(ifNoneMatch, version)
                ? Response.notModified(String.valueOf(version)).build()
                : tagged(version, entity);
    }

    public static Response tagged(long version, Object entity) {
        return Response.ok(entity).tag(String.valueOf(version)).build();
    }

    /// Whether the header is `*` or one of its tags is the version's; a weak tag (`W/"1"`) never is.
    private static boolean names(String header, long version) {
        return header.strip().equals("*")
                || Arrays.stream(header.split(",")).map(String::strip).anyMatch(tag(version)::equals);
    }
}

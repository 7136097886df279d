package dev.slipway.platform.http;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;

/// What a client sends.
public final class Body {
    private Body() {}

    /// What the client says that it is, in lower case and without parameters; "" where it says nothing.
    public static String type(HttpHeaders headers) {
        String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        return type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    /// Throws MALFORMED where nothing, or JSON's null, was sent.
    public static <T> T required(T body) {
        if (body == null) {
            throw PlatformException.of(
                    ErrorCode.MALFORMED, "The body is empty.", "Send a JSON object; /api-docs shows its form.");
        }
        return body;
    }
}

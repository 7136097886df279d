package dev.slipway.platform.http;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;

/// What a client sends.
public final class Body {
    private Body() {}

    /// Throws MALFORMED where nothing, or JSON's null, was sent.
    public static <T> T required(T body) {
        if (body == null) {
            throw PlatformException.of(
                    ErrorCode.MALFORMED, "The body is empty.", "Send a JSON object; /api-docs shows its form.");
        }
        return body;
    }
}

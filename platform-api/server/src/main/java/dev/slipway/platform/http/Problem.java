package dev.slipway.platform.http;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.FieldError;
import dev.slipway.model.fault.PlatformException;
import java.util.List;

/// An error as clients read it (RFC 9457).
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        ErrorCode code,
        List<FieldError> errors,
        String next,
        String requestId) {
    public static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(PlatformException fault, String requestId) {
        ErrorCode code = fault.code();
        return new Problem(
                code.type(),
                code.title(),
                code.status(),
                fault.detail(),
                code,
                fault.errors(),
                fault.next(),
                requestId);
    }
}

package dev.slipway.model.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A refusal on its way to the caller: one cause, the fields concerned, and what to do next.
public final class PlatformException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<FieldError> errors;
    private final String next;
    private final Duration retryAfter;

    public PlatformException(ErrorCode code, String detail, List<FieldError> errors, String next) {
        this(code, detail, errors, next, null);
    }

    private PlatformException(
            ErrorCode code, String detail, List<FieldError> errors, String next, Duration retryAfter) {
        super(detail);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.next = next;
        this.retryAfter = retryAfter;
    }

    public static PlatformException of(ErrorCode code, String detail, String next) {
        return new PlatformException(code, detail, List.of(), next);
    }

    public static PlatformException field(ErrorCode code, String field, String message, String next) {
        return new PlatformException(code, field + ": " + message, List.of(new FieldError(field, message)), next);
    }

    public static PlatformException invalid(String field, String message) {
        return field(ErrorCode.FIELD_INVALID, field, message, "Correct the field and send the request again.");
    }

    public static PlatformException notFound(String what) {
        return notFound(what, "Check the name, or ask a member of the project.");
    }

    public static PlatformException notFound(String what, String next) {
        return of(ErrorCode.NOT_FOUND, what + " was not found.", next);
    }

    /// The same, with the time after which it is worth asking again.
    public PlatformException retryAfter(Duration time) {
        return new PlatformException(code, detail(), errors, next, time);
    }

    public ErrorCode code() {
        return code;
    }

    public String detail() {
        return getMessage();
    }

    public List<FieldError> errors() {
        return errors;
    }

    public String next() {
        return next;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}

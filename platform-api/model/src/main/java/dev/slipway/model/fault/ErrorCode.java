package dev.slipway.model.fault;

/// The closed list of what the interface can answer instead of what was asked.
/// `docs/errors.md` says for each what it means and what to do; a test keeps the two equal.
public enum ErrorCode {
    MALFORMED(400, "The request cannot be read"),
    FIELD_UNKNOWN(400, "Unknown field"),
    FIELD_TYPE(400, "A field has the wrong type"),
    UNAUTHENTICATED(401, "Sign in first"),
    FORBIDDEN(403, "Your role or scope does not allow this"),
    QUOTA_EXCEEDED(403, "The project's quota is used up"),
    STRATEGY_NOT_ALLOWED(403, "The project may not build in this way"),
    NOT_FOUND(404, "There is no such thing, or you may not see it"),
    METHOD_NOT_ALLOWED(405, "This address does not take that method"),
    NOT_ACCEPTABLE(406, "No answer in a form you accept"),
    NAME_TAKEN(409, "That name is taken"),
    HOST_TAKEN(409, "That host is taken"),
    CONFLICT(409, "This does not go with the current state"),
    PRECONDITION_FAILED(412, "It has changed since you read it"),
    TOO_LARGE(413, "Too large"),
    UNSUPPORTED_TYPE(415, "This content type is not taken here"),
    NAME_INVALID(422, "That name is not allowed"),
    FIELD_INVALID(422, "A field has a value that is not allowed"),
    SOURCE_NOT_SUPPORTED(422, "This kind of source is not supported"),
    ARCHIVE_REFUSED(422, "The archive is not taken"),
    IDEMPOTENCY_MISMATCH(422, "The idempotency key was used for another request"),
    PRECONDITION_REQUIRED(428, "Say which version you change"),
    RATE_LIMITED(429, "Too many requests"),
    QUEUE_FULL(429, "The build queue is full"),
    INTERNAL(500, "Slipway failed"),
    UNAVAILABLE(503, "Not available just now");

    private final int status;
    private final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /// The RFC 9457 problem type.
    public String type() {
        return "urn:slipway:problem:"
                + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}

package dev.slipway.console.client;

import java.util.List;

/// What the platform says when it refuses (RFC 9457).
public record Problem(
        int status, String code, String title, String detail, List<Field> errors, String next, String requestId) {
    public Problem {
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    public record Field(String field, String message) {}

    public static Problem notFound() {
        return new Problem(
                404,
                "NOT_FOUND",
                "There is no such thing, or you may not see it",
                "There is nothing at this address.",
                List.of(),
                "Check the address, or begin at the list of projects.",
                null);
    }

    static Problem unreachable(String why) {
        return new Problem(
                503,
                "UNAVAILABLE",
                "Not available just now",
                "The platform did not answer: " + why,
                List.of(),
                "Try again in a moment.",
                null);
    }
}

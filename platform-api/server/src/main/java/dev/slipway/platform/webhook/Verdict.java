package dev.slipway.platform.webhook;

/// What to do about a delivery, and why: reason for programs, message for people.
sealed interface Verdict {
    Reason reason();

    String message();

    /// Build ref, null for the source's own; deploy is whether its release shall be deployed.
    record Build(Reason reason, String message, String ref, boolean deploy) implements Verdict {}

    record Refresh(Reason reason, String message) implements Verdict {}

    record Nothing(Reason reason, String message) implements Verdict {}
}

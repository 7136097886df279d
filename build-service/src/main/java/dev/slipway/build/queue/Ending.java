package dev.slipway.build.queue;

import dev.slipway.model.assignment.BuildProgress.BuiltImage;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.build.BuildState;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.build.LogLine;
import dev.slipway.model.build.StageTiming;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How a build ends: what is written into its row. reason, message, firstError, next and image are null where they do
/// not apply.
record Ending(
        BuildState state,
        String reason,
        String message,
        List<String> evidence,
        LogLine firstError,
        String next,
        BuiltImage image,
        List<StageTiming> stages) {
    private static final String CANCELLED = "Cancelled";
    private static final int LINES = 50;
    private static final int LINE = 2000;

    Ending {
        message = message == null ? null : clean(message);
        evidence = evidence.stream().limit(LINES).map(Ending::clean).toList();
    }

    /// What a node said, unless somebody had asked to cancel: then the image is not used.
    static Ending of(Outcome outcome, boolean cancelRequested, LogLine firstError) {
        List<StageTiming> stages = outcome.stages() == null ? List.of() : outcome.stages();
        if (cancelRequested || CANCELLED.equals(outcome.reason())) {
            return cancelled("The build was cancelled.", stages);
        }
        if (outcome.reason() == null && outcome.image() != null) {
            return new Ending(BuildState.SUCCEEDED, null, null, List.of(), null, null, outcome.image(), stages);
        }
        return failed(reason(outcome.reason()), outcome.message(), outcome.evidence(), firstError, stages);
    }

    private static FailureReason reason(String name) {
        Optional<FailureReason> known = Arrays.stream(FailureReason.values())
                .filter(reason -> reason.name().equals(name))
                .findFirst();
        return known.orElse(FailureReason.GenericBuildFailed);
    }

    /// In a stage of the platform's own.
    static Ending of(FailedBuild failure, StageTiming stage) {
        return failed(failure.reason(), failure.getMessage(), failure.evidence(), null, List.of(stage));
    }

    static Ending failed(FailureReason reason) {
        return failed(reason, null, List.of(), null, List.of());
    }

    private static Ending failed(
            FailureReason reason, String message, List<String> evidence, LogLine firstError, List<StageTiming> stages) {
        String text = message == null || message.isBlank() ? reason.message() : message;
        List<String> lines = evidence == null ? List.of() : evidence;
        return new Ending(BuildState.FAILED, reason.name(), text, lines, firstError, reason.next(), null, stages);
    }

    static Ending cancelled(String message) {
        return cancelled(message, List.of());
    }

    private static Ending cancelled(String message, List<StageTiming> stages) {
        return new Ending(BuildState.CANCELLED, CANCELLED, message, List.of(), null, null, null, stages);
    }

    /// PostgreSQL keeps no NUL in a text, and evidence is for people.
    private static String clean(String text) {
        String line = text.replace("\0", "");
        return line.length() > LINE ? line.substring(0, LINE) : line;
    }

    String eventKind() {
        return switch (state) {
            case SUCCEEDED -> "BuildSucceeded";
            case FAILED -> "BuildFailed";
            case CANCELLED -> "BuildCancelled";
            case QUEUED, RUNNING -> throw new IllegalStateException("an ending is terminal");
        };
    }
}

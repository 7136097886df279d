package dev.slipway.platform.status;

import dev.slipway.model.application.Application;
import dev.slipway.model.build.Build;
import dev.slipway.model.build.BuildState;
import dev.slipway.model.deployment.Deployment;
import dev.slipway.model.deployment.DeploymentState;
import dev.slipway.model.instance.Backoff;
import dev.slipway.model.instance.InstanceReason;
import dev.slipway.platform.status.Status.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Derives the status of an application. Pure.
final class StatusRules {
    private StatusRules() {}

    /// desired and ready count instances of all processes; failed is the newest failure of the last ten minutes and
    /// unready an instance that does not serve, both of the release that shall run.
    record Health(int desired, int ready, Optional<Trouble> failed, Optional<Trouble> unready) {
        String word() {
            if (desired == 0) {
                return "stopped";
            }
            if (ready >= desired) {
                return "running";
            }
            return ready > 0 ? "degraded" : failed.isPresent() ? "crashed" : "starting";
        }

        Optional<Trouble> trouble() {
            return failed.or(() -> unready);
        }
    }

    /// What is the matter with an instance; inARow counts the failures that followed on each other, 0 for none.
    record Trouble(String reason, String message, List<String> evidence, int inARow) {
        Told told() {
            return new Told(new Cause(reason, said()), evidence, InstanceReason.next(reason));
        }

        private String said() {
            String what = message == null ? "An instance ended." : message;
            return inARow < 2
                    ? what
                    : what + " That was failure " + inARow + " in a row; the next attempt comes "
                            + words(Backoff.delay(inARow)) + " after it.";
        }

        private static String words(Duration delay) {
            return delay.toSeconds() + " s";
        }
    }

    static Status status(
            Application application, Optional<Build> build, Optional<Deployment> deployment, Health health) {
        boolean serving = application.currentRelease() != null;
        Told told = told(serving, build, deployment, health);
        return new Status(
                state(application, build, deployment, health),
                build.map(last -> lower(last.state())).orElse("none"),
                deployment.map(last -> lower(last.state())).orElse("none"),
                serving ? health.word() : "none",
                told.cause(),
                told.evidence(),
                told.next());
    }

    private static String state(
            Application application, Optional<Build> build, Optional<Deployment> deployment, Health health) {
        if (application.purge()) {
            return "deleting";
        }
        if (application.deletedAt() != null) {
            return "deleted";
        }
        boolean rolling = deployment.filter(last -> !last.state().terminal()).isPresent();
        if (application.currentRelease() != null) {
            return servingState(application, rolling, health);
        }
        if (rolling) {
            return "deploying";
        }
        if (build.filter(last -> !last.state().terminal()).isPresent()) {
            return "building";
        }
        return deployment.filter(last -> last.state() == DeploymentState.FAILED).isPresent() ? "crashed" : "new";
    }

    private static String servingState(Application application, boolean rolling, Health health) {
        if (rolling) {
            return "deploying";
        }
        if (application.stopped()) {
            return "idle";
        }
        return health.word().equals("starting") ? "degraded" : health.word();
    }

    private record Told(Cause cause, List<String> evidence, String next) {
        static final Told NOTHING = new Told(null, List.of(), null);
    }

    /// The newest thing that went wrong and still matters.
    private static Told told(boolean serving, Optional<Build> build, Optional<Deployment> deployment, Health health) {
        if (build.filter(last -> last.state() == BuildState.FAILED).isPresent()) {
            Build failed = build.get();
            return new Told(new Cause(failed.reason(), failed.message()), failed.evidence(), failed.next());
        }
        if (deployment.filter(last -> last.state() == DeploymentState.FAILED).isPresent()) {
            Deployment failed = deployment.get();
            Cause cause = failed.cause() == null
                    ? new Cause("DeploymentFailed", "The release did not get ready.")
                    : new Cause(failed.cause().code(), failed.cause().message());
            return new Told(
                    cause, failed.evidence(), failed.next() == null ? InstanceReason.next(null) : failed.next());
        }
        boolean rolling = deployment.filter(last -> !last.state().terminal()).isPresent();
        if (rolling || serving && health.ready() < health.desired()) {
            return health.trouble().map(Trouble::told).orElse(Told.NOTHING);
        }
        return Told.NOTHING;
    }

    private static String lower(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}

package dev.slipway.platform.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.application.Application;
import dev.slipway.model.deployment.Deployment;
import dev.slipway.model.deployment.DeploymentState;
import dev.slipway.platform.status.StatusRules.Health;
import dev.slipway.platform.status.StatusRules.Trouble;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StatusRulesTest {
    private static final Trouble CRASH = new Trouble("Crashed", "It ended with exit code 3.", List.of("boom"), 4);
    private static final Trouble DEAF =
            new Trouble("PortNotListening", "Nothing listens on port 8080.", List.of("hello"), 0);

    @Test
    void crashingApplicationSaysHowOftenItFailedAndWhatToDo() {
        Status status = status(true, DeploymentState.SUCCEEDED, health(1, 0, CRASH, null));

        assertThat(status.state()).isEqualTo("crashed");
        assertThat(status.cause().code()).isEqualTo("Crashed");
        assertThat(status.cause().message())
                .isEqualTo(
                        "It ended with exit code 3. That was failure 4 in a row; the next attempt comes 4 s after it.");
        assertThat(status.evidence()).containsExactly("boom");
        assertThat(status.next()).isNotBlank();
    }

    @Test
    void instanceThatServesNobodyIsTheCauseWhereNoneFailed() {
        Status status = status(true, DeploymentState.SUCCEEDED, health(2, 1, null, DEAF));

        assertThat(status.state()).isEqualTo("degraded");
        assertThat(status.cause().message()).isEqualTo("Nothing listens on port 8080.");
        assertThat(status.next()).contains("$PORT");
    }

    @Test
    void rolloutUnderWaySaysWhatItWaitsFor() {
        Status status = status(true, DeploymentState.ROLLING, health(1, 1, null, DEAF));

        assertThat(status.state()).isEqualTo("deploying");
        assertThat(status.health()).isEqualTo("running");
        assertThat(status.cause().code()).isEqualTo("PortNotListening");
    }

    @Test
    void failedDeploymentBringsItsOwnNextStep() {
        Status status = status(false, DeploymentState.FAILED, health(1, 0, null, null));

        assertThat(status.state()).isEqualTo("crashed");
        assertThat(status.cause().code()).isEqualTo("DeadlineExceeded");
        assertThat(status.next()).isEqualTo("Listen.");
    }

    @Test
    void healthyApplicationHasNoCauseWhateverFailedBefore() {
        Status status = status(true, DeploymentState.SUCCEEDED, health(1, 1, CRASH, null));

        assertThat(status.state()).isEqualTo("running");
        assertThat(status.cause()).isNull();
        assertThat(status.next()).isNull();
    }

    @Test
    void idleAndStoppedAreTold() {
        assertThat(StatusRules.status(
                                application(true, true), Optional.empty(), Optional.empty(), health(0, 0, null, null))
                        .state())
                .isEqualTo("idle");
        assertThat(status(true, DeploymentState.SUCCEEDED, health(0, 0, null, null))
                        .state())
                .isEqualTo("stopped");
    }

    private static Status status(boolean serving, DeploymentState deployment, Health health) {
        return StatusRules.status(
                application(serving, false), Optional.empty(), Optional.of(deployment(deployment)), health);
    }

    private static Health health(int desired, int ready, Trouble failed, Trouble unready) {
        return new Health(desired, ready, Optional.ofNullable(failed), Optional.ofNullable(unready));
    }

    private static Application application(boolean serving, boolean idle) {
        return new Application(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "shop",
                null,
                false,
                idle,
                serving ? 1 : null,
                1,
                1,
                1,
                1,
                Instant.EPOCH,
                null,
                false);
    }

    private static Deployment deployment(DeploymentState state) {
        boolean failed = state == DeploymentState.FAILED;
        return new Deployment(
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                1,
                1,
                null,
                state,
                "rolling",
                null,
                failed ? new Deployment.Cause("DeadlineExceeded", "Too late.") : null,
                List.of(),
                failed ? "Listen." : null,
                "ada",
                Instant.EPOCH,
                null,
                null);
    }
}

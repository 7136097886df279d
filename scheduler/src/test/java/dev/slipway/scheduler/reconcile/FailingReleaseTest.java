package dev.slipway.scheduler.reconcile;

import static dev.slipway.scheduler.reconcile.Planned.kinds;
import static dev.slipway.scheduler.reconcile.Planned.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.scheduler.reconcile.Action.FailDeployment;
import dev.slipway.scheduler.reconcile.Action.StopInstance;
import dev.slipway.scheduler.rollout.DeploymentVerdict.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// When a deployment fails, for which reason, and what runs on.
class FailingReleaseTest {
    private final World world = new World().node("n1", 4000).node("n2", 4000);
    private final SimulatedApplication shop = world.application("shop").scaled("web", 2);

    @Test
    void threeFailuresEndTheDeploymentAndTheOldReleaseRunsOn() {
        running(1);
        shop.deploy(2, world.now);

        world.settle(each -> each.release == 1);

        assertThat(shop.lastEnd).isInstanceOfSatisfying(FailDeployment.class, fail -> {
            assertThat(fail.code()).isEqualTo(Failure.InstancesFailed);
            assertThat(fail.message()).isEqualTo("Release 2 failed 3 times: It ended with exit code 1.");
            assertThat(fail.evidence()).containsExactly("boom");
            assertThat(fail.rolledBackTo()).isEqualTo(1);
        });
        assertThat(shop.serving()).hasSize(2).allMatch(each -> each.release == 1);
        assertThat(shop.current).isEqualTo(1);
    }

    @Test
    void deploymentThatIsNotReadyByItsDeadlineFailsAndSaysHowFarItCame() {
        running(1);
        shop.deploy(2, world.now);
        world.turn();
        world.pass(Duration.ofMinutes(5));

        Plan plan = world.turn();

        assertThat(plan.actions()).singleElement().isInstanceOfSatisfying(FailDeployment.class, fail -> {
            assertThat(fail.code()).isEqualTo(Failure.DeadlineExceeded);
            assertThat(fail.message()).isEqualTo("Release 2 was not ready within 5 min: 0 of 2 web ready.");
        });
        assertThat(kinds(world.turn())).containsExactly(StopInstance.class);
    }

    @Test
    void deploymentHasItsWholeTimeAnewOnceThePlatformIsBack() {
        running(1);
        shop.deploy(2, world.now);
        world.turn();
        world.pass(Duration.ofHours(1));
        Instant back = world.now;

        assertThat(afterReturn(back)).noneMatch(FailDeployment.class::isInstance);
        world.pass(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(afterReturn(back)).noneMatch(FailDeployment.class::isInstance);
        world.pass(Duration.ofSeconds(1));
        assertThat(afterReturn(back)).hasAtLeastOneElementOfType(FailDeployment.class);
    }

    private List<Action> afterReturn(Instant back) {
        return new Reconciler(World.LEASE)
                .plan(world.snapshot().listeningSince(back))
                .actions();
    }

    @Test
    void releaseThatNeverListensFailsWithWhatItsNodeSaysOfIt() {
        shop.scaled("web", 1).deploy(1, world.now);
        world.turn();
        world.nodesAct(_ -> true);
        SimulatedInstance deaf = shop.instances.getFirst();
        deaf.reason = "PortNotListening";
        deaf.message = "Nothing listens on port 8080; it listens on port 3000.";
        deaf.evidence = List.of("listening on 3000");
        world.pass(Duration.ofMinutes(5));

        assertThat(world.turn().actions()).singleElement().isInstanceOfSatisfying(FailDeployment.class, fail -> {
            assertThat(fail.code()).isEqualTo(Failure.DeadlineExceeded);
            assertThat(fail.message())
                    .isEqualTo("Release 1 was not ready within 5 min: 0 of 1 web ready."
                            + " Nothing listens on port 8080; it listens on port 3000.");
            assertThat(fail.evidence()).containsExactly("listening on 3000");
            assertThat(fail.next()).startsWith("Listen on the port that $PORT names");
        });
    }

    @Test
    void releaseThatListensOnAnotherPortFailsAtOnceAndTheOneBeforeRunsOn() {
        running(1);
        shop.deploy(2, world.now);
        world.turn();
        world.nodesAct(_ -> true);
        SimulatedInstance deaf = wrongPort();

        assertThat(of(world.turn(), FailDeployment.class)).singleElement().satisfies(fail -> {
            assertThat(fail.code()).isEqualTo(Failure.WrongPort);
            assertThat(fail.message())
                    .isEqualTo("Release 2 does not listen where it is reached. It has listened on port 3000 alone.");
            assertThat(fail.evidence()).isEqualTo(deaf.evidence);
            assertThat(fail.next()).startsWith("Set \"port\" of the application");
            assertThat(fail.rolledBackTo()).isEqualTo(1);
        });
    }

    @Test
    void releaseThatNobodyElseReachesFailsAtOnce() {
        shop.deploy(1, world.now);
        world.turn();
        world.nodesAct(_ -> true);
        wrongPort().reason = "WrongAddress";

        assertThat(of(world.turn(), FailDeployment.class)).singleElement().satisfies(fail -> {
            assertThat(fail.code()).isEqualTo(Failure.WrongAddress);
            assertThat(fail.next()).startsWith("Listen on all addresses");
        });
    }

    @Test
    void oneInstanceThatServesShowsThatItIsNotTheRelease() {
        shop.scaled("web", 2).deploy(1, world.now);
        world.turn();
        world.nodesAct(_ -> true);
        wrongPort();
        shop.instances.getLast().settled(true, world.now);

        assertThat(of(world.turn(), FailDeployment.class)).isEmpty();
    }

    private SimulatedInstance wrongPort() {
        SimulatedInstance deaf = shop.instances.stream()
                .filter(each -> each.release == shop.instances.getLast().release)
                .findFirst()
                .orElseThrow();
        deaf.ready = false;
        deaf.reason = "WrongPort";
        deaf.message = "It has listened on port 3000 alone.";
        deaf.evidence = List.of("listening on 3000");
        return deaf;
    }

    @Test
    void releaseThatFitsNowhereFailsForWantOfRoom() {
        shop.scaled("web", 1).deploy(1, World.resources(5000, 128), world.now);
        world.turn();
        world.pass(Duration.ofMinutes(5));

        assertThat(world.turn().actions()).singleElement().isInstanceOfSatisfying(FailDeployment.class, fail -> {
            assertThat(fail.code()).isEqualTo(Failure.NoRoom);
            assertThat(fail.next()).startsWith("Lower resources.requests");
        });
    }

    private void running(int release) {
        shop.deploy(release, world.now);
        world.settle(_ -> true);
    }
}

package dev.slipway.scheduler.reconcile;

import static dev.slipway.scheduler.reconcile.Planned.created;
import static dev.slipway.scheduler.reconcile.Planned.kinds;
import static dev.slipway.scheduler.reconcile.Planned.stops;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.application.Rollout;
import dev.slipway.model.application.Share;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.scheduler.reconcile.Action.CancelDeployment;
import dev.slipway.scheduler.reconcile.Action.CompleteDeployment;
import dev.slipway.scheduler.reconcile.Action.CreateInstance;
import dev.slipway.scheduler.reconcile.Action.HoldInstance;
import dev.slipway.scheduler.reconcile.Action.PlaceInstance;
import dev.slipway.scheduler.reconcile.Action.StartDeployment;
import dev.slipway.scheduler.reconcile.Action.StopInstance;
import dev.slipway.scheduler.rollout.StopReason;
import dev.slipway.scheduler.snapshot.Standing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
    private final World world = new World().node("n1", 4000).node("n2", 4000);
    private final SimulatedApplication shop = world.application("shop").scaled("web", 2);

    @Test
    void firstDeploymentStartsEverythingThatIsWantedAndBecomesCurrentWhenItServes() {
        shop.deploy(1, world.now);

        Plan first = world.turn();
        assertThat(kinds(first)).containsExactly(StartDeployment.class, CreateInstance.class, CreateInstance.class);
        assertThat(created(first)).extracting(CreateInstance::node).containsExactly("n1", "n2");
        assertThat(world.turn().actions()).isEmpty();
        world.nodesAct(_ -> true);
        assertThat(world.turn().actions()).isEmpty();
        world.nodesAct(_ -> true);
        assertThat(kinds(world.turn())).containsExactly(CompleteDeployment.class);
        assertThat(shop.current).isEqualTo(1);
        assertThat(world.turn().actions()).isEmpty();
    }

    @Test
    void rollingDeploymentReplacesOneByOneAndNeverServesLessThanBefore() {
        running(1);
        shop.deploy(2, world.now);

        assertThat(kinds(world.turn())).containsExactly(StartDeployment.class, CreateInstance.class);
        world.nodesAct(_ -> true);
        assertThat(world.turn().actions()).isEmpty();
        world.nodesAct(_ -> true);
        Plan step = world.turn();
        assertThat(kinds(step)).containsExactly(StopInstance.class, CreateInstance.class);
        assertThat(stops(step)).extracting(StopInstance::reason).containsExactly(StopReason.REPLACED);
        world.settle(_ -> true);
        assertThat(shop.serving()).hasSize(2).allMatch(each -> each.release == 2);
    }

    @Test
    void rolloutIsDoneWhenTheOldOnesAreReachedNoMore() {
        theOnlyOldOneIsToldToStop();
        assertThat(world.turn().actions()).isEmpty();

        world.instances().filter(each -> each.release == 1).forEach(each -> each.ready = false);
        assertThat(kinds(world.turn())).containsExactly(CompleteDeployment.class);
        assertThat(world.instances())
                .extracting(each -> each.state)
                .containsExactly(InstanceState.STOPPING, InstanceState.RUNNING);
    }

    @Test
    void releaseThatServesIsNotGivenUpForAnOldOneOfWhichNothingIsHeard() {
        theOnlyOldOneIsToldToStop();

        world.pass(Duration.ofMinutes(5));
        assertThat(kinds(world.turn())).containsExactly(CompleteDeployment.class);
    }

    @Test
    void recreateStopsTheOldOnesAndWaitsUntilTheyAreGone() {
        running(1);
        shop.rollout(new Rollout(Rollout.Strategy.RECREATE, Share.count(1), Share.count(0), Duration.ofMinutes(5)))
                .deploy(2, world.now);

        assertThat(kinds(world.turn())).containsExactly(StopInstance.class, StopInstance.class, StartDeployment.class);
        assertThat(world.turn().actions()).isEmpty();
        world.nodesAct(_ -> true);
        assertThat(kinds(world.turn())).containsExactly(CreateInstance.class, CreateInstance.class);
    }

    @Test
    void cancelledDeploymentGoesBack() {
        running(1);
        shop.deploy(2, world.now);
        world.turn();
        shop.cancelRequested = true;

        assertThat(kinds(world.turn())).containsExactly(CancelDeployment.class);
        world.settle(_ -> true);
        assertThat(shop.serving()).hasSize(2).allMatch(each -> each.release == 1);
    }

    @Test
    void scalingDownTakesTheOnesThatDoNotServeFirst() {
        running(1);
        SimulatedInstance sick = shop.instances.getFirst();
        sick.ready = false;
        shop.scaled("web", 1);

        assertThat(stops(world.turn())).extracting(StopInstance::instance).containsExactly(sick.id);
    }

    @Test
    void scalingDownTakesTheYoungestOfThoseThatServe() {
        running(1);
        shop.scaled("web", 3);
        world.settle(_ -> true);
        SimulatedInstance youngest = shop.instances.getLast();
        shop.scaled("web", 2);

        Plan plan = world.turn();

        assertThat(stops(plan)).singleElement().satisfies(stop -> {
            assertThat(stop.instance()).isEqualTo(youngest.id);
            assertThat(stop.reason()).isEqualTo(StopReason.SCALED_DOWN);
        });
    }

    @Test
    void failedInstanceIsReplacedAtOnceAndThenAfterGrowingPauses() {
        running(1);
        fail(shop.instances.getFirst());
        assertThat(created(world.turn()))
                .singleElement()
                .satisfies(each -> assertThat(each.restarts()).isEqualTo(1));
        fail(shop.instances.getLast());
        assertThat(world.turn().actions()).isEmpty();
        world.pass(Duration.ofSeconds(1));
        assertThat(created(world.turn()))
                .singleElement()
                .satisfies(each -> assertThat(each.restarts()).isEqualTo(2));
        fail(shop.instances.getLast());
        world.pass(Duration.ofMillis(1999));
        assertThat(world.turn().actions()).isEmpty();
        world.pass(Duration.ofMillis(1));
        assertThat(created(world.turn())).hasSize(1);
    }

    @Test
    void restartDoesNotWaitForTheBackOffOfEarlierFailures() {
        running(1);
        for (int failure = 0; failure < 6; failure++) {
            fail(shop.instances.getLast());
            world.pass(Duration.ofMinutes(1));
            world.turn();
        }
        fail(shop.instances.getLast());
        assertThat(world.turn().actions()).isEmpty();
        world.pass(Duration.ofSeconds(1));
        shop.restartedAt = world.now;

        assertThat(created(world.turn())).isNotEmpty().allMatch(each -> each.restarts() == 0);
    }

    @Test
    void whatFitsNowhereComesToRestToo() {
        shop.scaled("web", 20).deploy(1, World.resources(900, 128), world.now);
        world.turn();
        world.turn();

        assertThat(world.plan().actions()).isEmpty();
        assertThat(shop.live("web").filter(each -> each.state == InstanceState.PENDING))
                .hasSize(12);
    }

    @Test
    void manyFailuresAtOnceAreOneFailureInARow() {
        running(1);
        shop.instances.forEach(this::fail);

        assertThat(created(world.turn())).hasSize(2);
    }

    @Test
    void whatFitsNowhereWaitsSaysWhyAndIsPlacedWhenThereIsRoom() {
        shop.scaled("web", 1).deploy(1, World.resources(5000, 128), world.now);
        assertThat(created(world.turn())).singleElement().satisfies(each -> {
            assertThat(each.node()).isNull();
            assertThat(each.why())
                    .isEqualTo(
                            "No node has room: n1 has 4 cpu free, 5 is requested; n2 has 4 cpu free, 5 is requested.");
        });
        assertThat(world.turn().actions()).isEmpty();
        world.cordon("n2");
        assertThat(kinds(world.turn())).containsExactly(HoldInstance.class);
        world.node("n3", 8000);
        assertThat(kinds(world.turn())).containsExactly(PlaceInstance.class);
    }

    @Test
    void stoppedApplicationStopsEverythingAndComesBackWhenStarted() {
        running(1);
        shop.standing = Standing.STOPPED;
        assertThat(stops(world.turn())).hasSize(2).allMatch(stop -> stop.reason() == StopReason.STOPPED);
        world.settle(_ -> true);
        shop.standing = Standing.ACTIVE;
        world.settle(_ -> true);
        assertThat(shop.serving()).hasSize(2);
    }

    @Test
    void deletedApplicationCancelsItsDeploymentAndStopsEverything() {
        running(1);
        shop.deploy(2, world.now);
        world.turn();
        shop.standing = Standing.DELETED;

        assertThat(kinds(world.turn())).containsExactly(CancelDeployment.class);
        assertThat(stops(world.turn())).hasSize(3).allMatch(stop -> stop.reason() == StopReason.DELETED);
    }

    @Test
    void restartReplacesTheInstancesByTheSameReleaseOneByOne() {
        running(1);
        List<SimulatedInstance> before = shop.serving();
        world.pass(Duration.ofSeconds(1));
        shop.restartedAt = world.now;

        assertThat(kinds(world.turn())).containsExactly(CreateInstance.class);
        world.settle(_ -> true);
        assertThat(shop.serving()).hasSize(2).doesNotContainAnyElementsOf(before);
        assertThat(before).allMatch(each -> each.state == InstanceState.STOPPED);
    }

    @Test
    void newerDeploymentMakesRoomByStoppingWhatTheOlderOneLeftUnready() {
        shop.scaled("web", 1);
        running(1);
        shop.deploy(2, world.now);
        world.turn();
        shop.deploy(3, world.now);

        Plan plan = world.turn();

        assertThat(kinds(plan)).containsExactly(StopInstance.class, StartDeployment.class, CreateInstance.class);
        assertThat(shop.serving()).hasSize(1).allMatch(each -> each.release == 1);
    }

    @Test
    void releaseThatIsNotRecordedLeavesEverythingAsItIs() {
        running(1);
        shop.current = 7;

        assertThat(world.turn().actions()).isEmpty();
    }

    @Test
    void newVersionOfTheConfigurationIsAcknowledged() {
        running(1);
        shop.version = 5;

        assertThat(world.turn().actions()).containsExactly(new Action.AcknowledgeVersion(shop.id, 5));
    }

    @Test
    void percentagesAreOfTheScaleAndRoundedAsKubernetesDoes() {
        shop.scaled("web", 10).rollout(rollout("25%", "25%"));
        running(1);
        shop.deploy(2, world.now);

        Plan plan = world.turn();

        assertThat(created(plan))
                .as("3 above the scale, and for the 2 that stop")
                .hasSize(5);
        assertThat(stops(plan)).as("2 may be missing").hasSize(2);
    }

    @Test
    void percentagesThatComeToNothingLetOneBeUnavailable() {
        shop.rollout(rollout("0%", "25%"));
        running(1);
        shop.deploy(2, world.now);

        assertThat(stops(world.turn())).hasSize(1);
        world.settle(_ -> true);
        assertThat(shop.serving()).hasSize(2).allMatch(each -> each.release == 2);
    }

    private static Rollout rollout(String surge, String unavailable) {
        return new Rollout(
                Rollout.Strategy.ROLLING, Share.parse(surge), Share.parse(unavailable), Duration.ofMinutes(5));
    }

    private void running(int release) {
        shop.deploy(release, world.now);
        world.settle(_ -> true);
    }

    private void theOnlyOldOneIsToldToStop() {
        shop.scaled("web", 1);
        running(1);
        shop.deploy(2, world.now);
        world.turn();
        world.nodesAct(_ -> true);
        world.nodesAct(_ -> true);
        assertThat(kinds(world.turn())).containsExactly(StopInstance.class);
    }

    private void fail(SimulatedInstance instance) {
        instance.ended(InstanceState.FAILED, world.now);
    }
}

package dev.slipway.node.agent;

import static dev.slipway.model.assignment.InstanceAssignment.Desired.RUN;
import static dev.slipway.model.assignment.InstanceAssignment.Desired.STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.model.assignment.AddedImage;
import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.model.assignment.NodeRegistration.AddedOffer;
import dev.slipway.model.assignment.Observation.ObservedInstance;
import dev.slipway.model.assignment.Observation.Phase;
import dev.slipway.node.probe.Greeting;
import dev.slipway.node.probe.ProbeResult;
import dev.slipway.router.table.Endpoint;
import dev.slipway.router.table.RouteTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
    @TempDir
    Path home;

    private TestNode node;

    @BeforeEach
    void startNode() throws IOException, InterruptedException {
        node = new TestNode(home).startAgain();
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    @Test
    void assignedInstanceRunsIsReportedReadyAndRouted() {
        node.platform.desire(Samples.desired(1, serving("a", RUN)));
        soon().untilAsserted(() -> assertThat(node.platform.observed("a"))
                .get()
                .matches(told -> told.ready() && told.phase() == Phase.RUNNING && told.port() == 8080));
        ContainerStatus container = node.containers().getFirst();
        assertThat(node.feed.endpoints()).containsExactly(new Endpoint(container.address(), 8080));
        assertThat(node.feed.tables().getLast().listen()).containsExactly("10.208.7.1");
        assertThat(node.platform.observation().orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void whatAdministratorsAddedIsLookedForAsSoonAsThePlatformAsks() {
        soon().until(() -> node.platform.observation().isPresent());
        assertThat(node.platform.registration().orElseThrow().added()).isNull();
        node.platform.lookFor(new AddedImage("paper", "1", TestNode.SERVING), new AddedImage("gone", "1", "gone:1"));

        soon().untilAsserted(() -> assertThat(
                        node.platform.registration().orElseThrow().added())
                .extracting(AddedOffer::name, offer -> offer.imageId() != null)
                .containsExactly(tuple("paper", true), tuple("gone", false)));
    }

    @Test
    void stoppedInstanceLeavesTheRoutesBeforeItIsAskedToEnd() {
        node.platform.desire(Samples.desired(1, serving("a", RUN)));
        soon().until(() -> !node.feed.endpoints().isEmpty());
        node.platform.desire(Samples.desired(2, serving("a", STOP)));
        soon().until(() -> node.feed.endpoints().isEmpty());
        assertThat(node.containers()).allMatch(ContainerStatus::running).hasSize(1);
        soon().until(() -> node.containers().isEmpty());
        soon().until(() -> node.platform.observed("a").isEmpty());
    }

    @Test
    void stoppedInstanceIsReadyUntilTheRouterHasItNoMore() {
        node.platform.desire(Samples.desired(1, Samples.instance("a", RUN, TestNode.STUBBORN, 8080)));
        soon().until(() -> ready("a"));
        node.feed.isBusy();
        node.platform.desire(
                Samples.desired(2, Samples.instance("a", STOP, TestNode.STUBBORN, 8080), serving("b", RUN)));
        soon().until(() -> ready("b"));
        assertThat(ready("a")).isTrue();

        node.feed.goesOn();
        soon().until(() -> !ready("a"));
        assertThat(node.platform.observed("a")).isPresent();
        assertThat(node.containers()).allMatch(ContainerStatus::running).hasSize(2);
    }

    @Test
    void stoppedWorkerIsNotReadyAnyMoreAtOnce() {
        node.platform.desire(Samples.desired(1, Samples.instance("a", RUN, TestNode.STUBBORN, null)));
        soon().until(() -> ready("a"));
        node.platform.desire(Samples.desired(2, Samples.instance("a", STOP, TestNode.STUBBORN, null)));
        soon().until(() -> !ready("a"));
        assertThat(node.containers()).allMatch(ContainerStatus::running).hasSize(1);
    }

    @Test
    void absentInstanceIsLeftRunning() {
        node.platform.desire(Samples.desired(1, serving("a", RUN)));
        soon().until(() -> ready("a"));
        node.platform.desire(Samples.desired(2));
        soon().until(() -> node.platform.observation().orElseThrow().version() == 2);
        assertThat(node.containers()).hasSize(1).allMatch(ContainerStatus::running);
        node.platform.orderRemoval("a");
        soon().until(() -> node.containers().isEmpty());
    }

    @Test
    void crashIsReportedWithItsLastWords() {
        node.platform.desire(Samples.desired(1, Samples.instance("a", RUN, TestNode.CRASHING, 8080)));
        soon().until(() -> reason("a").equals("Crashed"));
        ObservedInstance told = node.platform.observed("a").orElseThrow();
        assertThat(told.exitCode()).isEqualTo(3);
        assertThat(told.message()).isEqualTo("It ended with exit code 3.");
        assertThat(told.evidence()).containsExactly("cannot open the database");
        assertThat(node.containers()).hasSize(1);
    }

    @Test
    void instanceThatIsNotReadySaysWhyAndWithItsLastWordsUntilItIs() {
        node.greeting = Greeting.REFUSED;
        node.platform.desire(Samples.desired(1, serving("a", RUN)));
        soon().until(() -> reason("a").equals("NotReady"));
        ObservedInstance told = node.platform.observed("a").orElseThrow();
        assertThat(told.message()).isEqualTo("It is not ready: port 8080 accepts no connection.");
        assertThat(told.evidence()).containsExactly("serving");
        assertThat(told.phase()).isEqualTo(Phase.STARTING);

        node.greeting = Greeting.SILENT;

        soon().untilAsserted(() -> assertThat(node.platform.observed("a"))
                .get()
                .matches(now -> now.ready() && now.reason() == null && now.message() == null));
    }

    @Test
    void killedForItsMemoryIsReportedAsThat() {
        node.platform.desire(Samples.desired(1, Samples.instance("a", RUN, TestNode.HUNGRY, 8080)));
        soon().until(() -> reason("a").equals("OutOfMemoryKilled"));
    }

    @Test
    void instanceThatWritesTooMuchIsKilledAndSaidSo() {
        node.platform.desire(Samples.desired(1, Samples.instance("a", RUN, TestNode.WRITING, 8080)));
        soon().until(() -> reason("a").equals("DiskLimitExceeded"));
        assertThat(node.platform.observed("a").orElseThrow().evidence()).containsExactly("unpacking");
        assertThat(node.feed.endpoints()).isEmpty();
    }

    @Test
    void instanceThatWasGivenUpIsEndedAgainUntilItHasEnded() {
        node.stopsToRefuse.set(1);
        node.health = ProbeResult.unwell("refused");
        node.platform.desire(Samples.desired(1, Samples.dying("a", TestNode.SERVING)));
        soon().until(() -> reason("a").equals("LivenessProbeFailed"));
    }

    @Test
    void missingImageIsReportedAndNotTriedAgain() {
        node.platform.desire(Samples.desired(1, Samples.instance("a", RUN, "sha256:absent", 8080)));
        soon().until(() -> reason("a").equals("ImageMissing"));
        node.machine.image("sha256:absent", run -> 0);
        node.platform.desire(Samples.desired(2, Samples.instance("a", RUN, "sha256:absent", 8080)));
        soon().until(() -> node.platform.observation().orElseThrow().version() == 2);
        assertThat(node.containers()).isEmpty();
    }

    @Test
    void endedInstanceLeavesTheRoutesAtOnce() {
        node.platform.desire(Samples.desired(1, Samples.instance("a", RUN, TestNode.WAITING, 8080)));
        soon().until(() -> !node.feed.endpoints().isEmpty());
        node.crash.countDown();
        await().atMost(Duration.ofSeconds(1)).until(() -> node.feed.endpoints().isEmpty());
        soon().until(() -> reason("a").equals("Crashed"));
    }

    @Test
    void newAgentTakesOverWhatRunsAndRoutesItWithoutThePlatform() throws InterruptedException {
        node.platform.desire(Samples.desired(1, serving("a", RUN)));
        soon().until(() -> ready("a"));
        List<ContainerStatus> before = node.containers();
        List<Endpoint> routed = node.feed.endpoints();
        node.platform.away(true);
        node.startAgain();
        assertThat(node.containers()).isEqualTo(before);
        assertThat(node.feed.tables()).extracting(RouteTable::listen).isNotEmpty();
        assertThat(node.feed.endpoints()).isEqualTo(routed);
        node.platform.away(false);
        node.platform.desire(Samples.desired(2, serving("a", STOP)));
        soon().until(() -> node.containers().isEmpty());
    }

    @Test
    void olderStateChangesNothing() {
        node.platform.desire(Samples.desired(5, serving("a", RUN)));
        soon().until(() -> ready("a"));
        node.platform.desire(new DesiredState(0, 9, "", List.of(serving("a", STOP)), List.of()));
        node.platform.desire(new DesiredState(0, 10, "", List.of(serving("a", STOP)), List.of()));
        node.platform.away(true);
        node.platform.away(false);
        node.platform.desire(Samples.desired(11, serving("a", RUN)));
        soon().until(() -> node.platform.observation().orElseThrow().version() == 11);
        assertThat(node.containers()).hasSize(1).allMatch(ContainerStatus::running);
    }

    @Test
    void forgottenNodeIntroducesItselfAgain() {
        soon().until(() -> node.platform.registrations() == 1);
        node.platform.forgetNodes();
        node.platform.desire(Samples.desired(1, serving("a", RUN)));
        soon().until(() -> ready("a"));
        assertThat(node.platform.registrations()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void engineThatWasAwayCostsNoInstance() {
        node.machine.reachable(false);
        node.platform.desire(Samples.desired(1, serving("a", RUN)));
        soon().until(() -> node.platform.observation().isPresent());
        node.machine.reachable(true);
        soon().until(() -> ready("a"));
    }

    @Test
    void instanceThatFailsItsReadinessGetsNoTrafficUntilItPasses() {
        node.greeting = Greeting.REFUSED;
        node.platform.desire(Samples.desired(1, serving("a", RUN)));
        soon().until(() -> node.platform.observed("a").isPresent());
        assertThat(node.platform.observed("a").orElseThrow().phase()).isEqualTo(Phase.STARTING);
        assertThat(node.feed.endpoints()).isEmpty();
        node.greeting = Greeting.ANSWERED;
        soon().until(() -> ready("a") && !node.feed.endpoints().isEmpty());
    }

    private static InstanceAssignment serving(String id, InstanceAssignment.Desired desired) {
        return Samples.instance(id, desired, TestNode.SERVING, 8080);
    }

    private boolean ready(String instance) {
        return node.platform.observed(instance).filter(ObservedInstance::ready).isPresent();
    }

    private String reason(String instance) {
        return node.platform.observed(instance).map(ObservedInstance::reason).orElse("");
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(8)).pollInterval(Duration.ofMillis(10));
    }
}

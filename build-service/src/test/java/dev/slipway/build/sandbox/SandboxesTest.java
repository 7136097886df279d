package dev.slipway.build.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.slipway.build.sandbox.Sandbox.Waiting;
import dev.slipway.build.sandbox.Sandbox.Wanted;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.Networks.NetworkSpec;
import dev.slipway.engine.memory.MemoryMachine;
import dev.slipway.engine.memory.Program.Execution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxesTest {
    private static final String BUILDER = "builder:1";
    private static final int PROJECT = 4;

    private final MemoryMachine machine = new MemoryMachine().image(BUILDER, SandboxesTest::waits);
    private final Engine engine = machine.engine("abcdef");
    private final Sandboxes sandboxes = sandboxes("n1");
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");

    private static int waits(Execution execution) throws InterruptedException {
        execution.awaitStop();
        return 0;
    }

    private Sandboxes sandboxes(String node) {
        return new Sandboxes(engine, "abcdef", node, List.of(), () -> now);
    }

    @BeforeEach
    void network() {
        engine.networks().ensure(new NetworkSpec("net4", "net4", "10.208.4.0/24"));
    }

    @AfterEach
    void removeAll() {
        containers().forEach(container -> engine.containers().remove(container.id()));
    }

    private void ended(int project, String build) {
        if (!sandboxes.leave(project, build)) {
            sandboxes.want(new Site(project, "net4", 1_000_040_000L, BUILDER));
        }
    }

    private void passes(Duration time) {
        now = now.plus(time);
        sandboxes.turn();
    }

    private List<ContainerStatus> containers() {
        return engine.containers().list(Map.of());
    }

    private String waiting() {
        ended(PROJECT, "b1");
        passes(Wanted.QUIET);
        return containers().getFirst().id();
    }

    @Test
    void firstBuildFindsNoneAndTheNextOneJoins() {
        assertThat(sandboxes.join(PROJECT, "b1")).isEmpty();
        String container = waiting();

        assertThat(sandboxes.join(PROJECT, "b2")).contains(container);
        assertThat(sandboxes.join(PROJECT, "b2")).contains(container);
        assertThat(sandboxes.join(PROJECT, "b3")).isEmpty();
        ended(PROJECT, "b2");
        assertThat(sandboxes.join(PROJECT, "b3")).contains(container);
        assertThat(sandboxes.join(5, "b4")).isEmpty();
    }

    @Test
    void projectWithBuildsSideBySideGetsOneMoreForWhoFoundNone() {
        waiting();
        sandboxes.join(PROJECT, "b2");
        assertThat(sandboxes.join(PROJECT, "b3")).isEmpty();
        ended(PROJECT, "b3");
        ended(PROJECT, "b2");
        passes(Wanted.QUIET);
        assertThat(containers()).hasSize(2);

        Optional<String> first = sandboxes.join(PROJECT, "b4");
        assertThat(sandboxes.join(PROJECT, "b5")).isPresent().isNotEqualTo(first);
        assertThat(sandboxes.join(PROJECT, "b4")).isEqualTo(first);
    }

    @Test
    void asManyAreMadeAsBuildsCameAtOnceAndNoneForThoseOneAfterTheOther() {
        List<String> burst = List.of("b1", "b2", "b3");
        burst.forEach(build -> assertThat(sandboxes.join(PROJECT, build)).isEmpty());
        burst.forEach(build -> ended(PROJECT, build));
        passes(Wanted.QUIET);
        assertThat(containers()).hasSize(3);

        for (String build : List.of("c1", "c2", "c3")) {
            assertThat(sandboxes.join(5, build)).isEmpty();
            ended(5, build);
        }
        passes(Wanted.QUIET);
        assertThat(containers()).hasSize(4);
    }

    @Test
    void goesWhenItHasRestedAndNotBefore() {
        waiting();
        sandboxes.join(PROJECT, "b2");
        passes(Waiting.REST);
        assertThat(containers()).hasSize(1);

        ended(PROJECT, "b2");
        passes(Waiting.REST);
        assertThat(containers()).isEmpty();
        assertThat(sandboxes.join(PROJECT, "b3")).isEmpty();
    }

    @Test
    void whereABuildFailedNobodyJoins() {
        waiting();
        sandboxes.join(PROJECT, "b2");

        sandboxes.abandon(PROJECT, "b2");

        assertThat(containers()).isEmpty();
        assertThat(sandboxes.join(PROJECT, "b3")).isEmpty();
    }

    @Test
    void attemptsAtOneBuildAreDifferentBuilds() {
        String container = waiting();
        assertThat(sandboxes.join(PROJECT, "b2/1")).contains(container);
        assertThat(sandboxes.join(PROJECT, "b2/2")).isEmpty();

        sandboxes.abandon(PROJECT, "b2/2");
        assertThat(containers()).hasSize(1);
    }

    @Test
    void oneThatDiedIsJoinedByNobodyAndMadeAnew() {
        String dead = waiting();
        engine.containers().stop(dead, Duration.ZERO);

        assertThat(sandboxes.join(PROJECT, "b2")).isEmpty();
        assertThat(containers()).isEmpty();
        assertThat(waiting()).isNotEqualTo(dead);
    }

    @Test
    void ofAnEarlierProcessStayThoseInWhichBuildsGoOn() {
        String container = waiting();
        Sandboxes next = sandboxes("n1");

        next.adopt(Map.of("b2", PROJECT));
        next.sweep();
        assertThat(next.join(PROJECT, "b3")).isEmpty();
        next.leave(PROJECT, "b2");
        assertThat(next.join(PROJECT, "b3")).contains(container);
    }

    @Test
    void othersOfThisNodeAreSwept() {
        waiting();
        sandboxes("n2").sweep();
        assertThat(containers()).hasSize(1);

        Sandboxes next = sandboxes("n1");
        next.adopt(Map.of("b2", 5));
        next.sweep();
        assertThat(containers()).isEmpty();
    }

    @Test
    void thoseThatRestGoWithTheProcess() {
        waiting();
        sandboxes.join(PROJECT, "b2");
        sandboxes.close();
        assertThat(containers()).hasSize(1);

        sandboxes.leave(PROJECT, "b2");
        sandboxes.close();
        assertThat(containers()).isEmpty();
    }

    @Test
    void theOneThatRestedLongestMakesRoom() {
        for (int project = 1; project <= Sandboxes.MOST + 1; project++) {
            ended(project, "b" + project);
            passes(Wanted.QUIET);
        }

        assertThat(containers()).hasSize(Sandboxes.MOST);
        assertThat(sandboxes.join(1, "c1")).isEmpty();
        assertThat(sandboxes.join(2, "c2")).isPresent();
    }

    @Test
    void networkOfAProjectThatIsGoneIsFree() {
        waiting();
        Sandboxes.removeOf(engine, 5);
        assertThat(containers()).hasSize(1);

        Sandboxes.removeOf(engine, PROJECT);
        assertThatCode(() -> engine.networks().remove("net4")).doesNotThrowAnyException();
        assertThat(sandboxes.join(PROJECT, "b2")).isEmpty();
    }

    @Test
    void buildsGoOnWithoutWhereNoneCanBeMade() {
        for (Site impossible : List.of(
                new Site(PROJECT, "net4", 1_000_040_000L, "nowhere:1"),
                new Site(PROJECT, "nonet", 1_000_040_000L, BUILDER))) {
            sandboxes.want(impossible);
            passes(Wanted.QUIET);

            assertThat(sandboxes.join(PROJECT, "b2")).isEmpty();
            assertThat(containers()).isEmpty();
        }
    }
}

package dev.slipway.build.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.slipway.build.sandbox.Sandbox.Waiting;
import dev.slipway.build.sandbox.Sandbox.Wanted;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.NetworkPlace.InNetwork;
import dev.slipway.engine.Networks.NetworkSpec;
import dev.slipway.engine.OwnLabels;
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
    private static final String OTHER = "builder:2";
    private static final int PROJECT = 4;

    private final MemoryMachine machine =
            new MemoryMachine().image(BUILDER, SandboxesTest::waits).image(OTHER, SandboxesTest::waits);
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
        if (!sandboxes.leave(project, build, Optional.empty())) {
            sandboxes.want(new Site(project, "net4", 1_000_040_000L, BUILDER), Optional.empty());
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
    void isMadeAtOnceWhereAnotherBuildHasNoneEither() {
        sandboxes.join(PROJECT, "b1");
        sandboxes.join(PROJECT, "b2");

        ended(PROJECT, "b1");
        passes(Duration.ZERO);
        assertThat(containers()).hasSize(1);

        ended(PROJECT, "b2");
        passes(Duration.ZERO);
        assertThat(containers()).hasSize(1);
        passes(Sandbox.QUIET);
        assertThat(containers()).hasSize(2);
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
        next.leave(PROJECT, "b2", Optional.empty());
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

        sandboxes.leave(PROJECT, "b2", Optional.empty());
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
            sandboxes.want(impossible, Optional.empty());
            passes(Wanted.QUIET);

            assertThat(sandboxes.join(PROJECT, "b2")).isEmpty();
            assertThat(containers()).isEmpty();
        }
    }

    @Test
    void containerOfTheNextBuildWaitsWhereTheLastOneWas() {
        String sandbox = waiting();
        built("b2", next("b2", BUILDER));
        String spare = spares().getFirst().id();
        assertThat(spares().getFirst().labels()).doesNotContainValue("b2");
        assertThat(Sandboxes.builds(engine, Map.of())).isEmpty();

        sandboxes.join(PROJECT, "b3");
        assertThat(sandboxes.spare(PROJECT, "b3", next("b3", BUILDER))).contains(spare);
        assertThat(status(spare).running()).isTrue();
        assertThat(sandboxes.spare(PROJECT, "b3", next("b3", BUILDER))).isEmpty();
        sandboxes.sweep();
        assertThat(containers()).extracting(ContainerStatus::id).containsExactlyInAnyOrder(sandbox, spare);

        assertThat(Sandboxes.builds(engine, Map.of())).isEmpty();
        engine.containers().rename(spare, "build-b3");
        assertThat(Sandboxes.builds(engine, Map.of()))
                .extracting(ContainerStatus::id)
                .containsExactly(spare);
        sandboxes.sweep();
        assertThat(containers()).extracting(ContainerStatus::id).containsExactlyInAnyOrder(sandbox, spare);
    }

    @Test
    void buildThatNeedsAnotherContainerOrHasJoinedNoneLeavesIt() {
        waiting();
        built("b2", next("b2", BUILDER));
        assertThat(sandboxes.spare(PROJECT, "b3", next("b3", BUILDER))).isEmpty();

        sandboxes.join(PROJECT, "b3");
        assertThat(sandboxes.spare(PROJECT, "b3", next("b3", OTHER))).isEmpty();
        String before = spares().getFirst().id();
        sandboxes.leave(PROJECT, "b3", Optional.of(next("b3", OTHER)));
        passes(Sandbox.QUIET);
        passes(Sandbox.QUIET);

        assertThat(spares()).hasSize(1).extracting(ContainerStatus::id).doesNotContain(before);
        sandboxes.join(PROJECT, "b4");
        assertThat(sandboxes.spare(PROJECT, "b4", next("b4", OTHER))).isPresent();
    }

    @Test
    void spareGoesWithItsSandboxAndWithItsProcess() {
        waiting();
        built("b2", next("b2", BUILDER));
        passes(Waiting.REST);
        assertThat(containers()).isEmpty();

        waiting();
        built("c2", next("c2", BUILDER));
        Sandboxes.removeOf(engine, 5);
        assertThat(spares()).hasSize(1);
        Sandboxes.removeOf(engine, PROJECT);
        assertThat(containers()).isEmpty();
    }

    @Test
    void spareOfAnEarlierProcessIsSweptUnlessABuildHasTakenIt() {
        waiting();
        built("b2", next("b2", BUILDER));
        sandboxes("n1").sweep();
        assertThat(containers()).isEmpty();

        String sandbox = waiting();
        built("c2", next("c2", BUILDER));
        sandboxes.join(PROJECT, "c3");
        String taken = sandboxes.spare(PROJECT, "c3", next("c3", BUILDER)).orElseThrow();
        engine.containers().rename(taken, "build-c3");
        Sandboxes following = sandboxes("n1");
        following.adopt(Map.of("c3", PROJECT));
        following.sweep();
        assertThat(containers()).extracting(ContainerStatus::id).containsExactlyInAnyOrder(sandbox, taken);
    }

    @Test
    void buildGoesOnWithoutASpareThatIsGone() {
        waiting();
        built("b2", next("b2", BUILDER));
        engine.containers().remove(spares().getFirst().id());

        sandboxes.join(PROJECT, "b3");
        assertThat(sandboxes.spare(PROJECT, "b3", next("b3", BUILDER))).isEmpty();
    }

    @Test
    void onlyThoseThatWereUsedLastHaveOne() {
        for (int project = 1; project <= Spares.MOST + 1; project++) {
            sandboxes.want(
                    new Site(project, "net4", 1_000_040_000L, BUILDER), Optional.of(next("b" + project, BUILDER)));
            passes(Sandbox.QUIET);
            passes(Sandbox.QUIET);
        }
        passes(Duration.ZERO);

        assertThat(spares())
                .hasSize(Spares.MOST)
                .noneMatch(spare -> spare.name().contains("-p1-"));
    }

    private void built(String build, ContainerSpec container) {
        sandboxes.join(PROJECT, build);
        sandboxes.leave(PROJECT, build, Optional.of(container));
        passes(Sandbox.QUIET);
    }

    private static ContainerSpec next(String build, String image) {
        return new ContainerSpec(
                "build-" + build,
                image,
                List.of("assemble"),
                null,
                Map.of(),
                Map.of(OwnLabels.KIND, "build", OwnLabels.NODE, "n1", OwnLabels.BUILD, build),
                new InNetwork("net4", List.of()),
                1_000_040_000L,
                1000,
                512,
                64L << 20,
                100,
                1L << 20,
                false,
                true);
    }

    private List<ContainerStatus> spares() {
        return containers().stream()
                .filter(container -> container.name().contains("-spare-p"))
                .toList();
    }

    private ContainerStatus status(String container) {
        return containers().stream()
                .filter(one -> one.id().equals(container))
                .findFirst()
                .orElseThrow();
    }
}

package dev.slipway.build.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.build.log.FileBuildLogs;
import dev.slipway.build.log.PostgresLogEndings;
import dev.slipway.database.Database;
import dev.slipway.database.TestDatabase;
import dev.slipway.model.assignment.BuildProgress.BuiltImage;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.build.BuildPlaces.Place;
import dev.slipway.model.event.Bell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPolicyIT {
    private final Database database = Database.of(TestDatabase.migrated());
    private final Bell bell = new Bell();
    private final BuildSamples samples = new BuildSamples(database);
    private final BuildQueue queue =
            new BuildQueue(database, () -> 2, bell, new ObjectMapper().registerModule(new JavaTimeModule()));

    @TempDir
    Path directory;

    @Test
    void serialBuildsEachPushInOrder() throws Exception {
        UUID application = samples.application(samples.project("shop"), "web");
        samples.runPolicy(application, "serial");
        UUID first = samples.build(application, 1, "push");
        UUID second = samples.build(application, 2, "push");

        assertThat(sweep()).isZero();
        assertThat(claimed()).isEqualTo(first);
        assertThat(queue.claim("n1")).isEmpty();
        end(first);
        assertThat(claimed()).isEqualTo(second);
    }

    @Test
    void parallelBuildsRunBesideEachOtherAsFarAsTheProjectMay() {
        UUID application = samples.application(samples.project("shop"), "web");
        samples.runPolicy(application, "parallel");
        List<UUID> builds = List.of(
                samples.build(application, 1, "push"),
                samples.build(application, 2, "push"),
                samples.build(application, 3, "push"));

        assertThat(claimed()).isEqualTo(builds.get(0));
        assertThat(claimed()).isEqualTo(builds.get(1));
        assertThat(queue.claim("n1")).isEmpty();
    }

    @Test
    void newestOfWhatTriggersBroughtIsBuiltAndWhatPeopleAskedForStays() throws Exception {
        UUID application = samples.application(samples.project("shop"), "web");
        UUID push = samples.build(application, 1, "push");
        UUID asked = samples.build(application, 2, "manual");
        UUID newest = samples.build(application, 3, "push");

        assertThat(sweep()).isEqualTo(1);
        assertThat(samples.text(push, "message")).contains("build 3");
        assertThat(claimed()).isEqualTo(asked);
        end(asked);
        assertThat(claimed()).isEqualTo(newest);
    }

    @Test
    void longQueueOfOneProjectHoldsUpNoOther() {
        UUID busy = samples.project("busy");
        UUID first = samples.build(samples.application(busy, "a1"), 1, "manual");
        UUID second = samples.build(samples.application(busy, "a2"), 1, "manual");
        UUID third = samples.build(samples.application(busy, "a3"), 1, "manual");
        UUID other = samples.build(samples.application(samples.project("calm"), "web"), 1, "manual");

        assertThat(claimed()).isEqualTo(first);
        assertThat(claimed()).isEqualTo(other);
        assertThat(claimed()).isEqualTo(second);
        assertThat(places(third, other)).containsOnly(Map.entry(third, new Place(1, null)));
    }

    @Test
    void placesAreToldByWhatBuildsTookBefore() {
        UUID application = samples.application(samples.project("shop"), "web");
        UUID before = samples.build(application, 1, "manual");
        queue.claim("n1");
        end(before);
        samples.took(before, 30);
        samples.build(application, 2, "manual");
        UUID waits = samples.build(application, 3, "manual");
        queue.claim("n1");

        assertThat(places(waits).get(waits).place()).isEqualTo(1);
        assertThat(places(waits).get(waits).expectedStart())
                .isEqualTo(samples.startedAt(application, 2).plusSeconds(30));
    }

    private Map<UUID, Place> places(UUID... builds) {
        return new PostgresBuildPlaces(database, () -> 2).of(List.of(builds));
    }

    private UUID claimed() {
        return queue.claim("n1").orElseThrow().id();
    }

    private void end(UUID build) {
        assertThat(queue.outcome(
                        build,
                        new Outcome(1, null, null, List.of(), new BuiltImage("sha256:1", "t", 8080), List.of()),
                        null))
                .isTrue();
    }

    private int sweep() throws Exception {
        return new StaleBuilds(database, bell, new FileBuildLogs(directory, new PostgresLogEndings(database))).sweep();
    }
}

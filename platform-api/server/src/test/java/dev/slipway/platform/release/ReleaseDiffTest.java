package dev.slipway.platform.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.application.Probes;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.release.Release;
import dev.slipway.model.release.Release.Variable;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.model.resource.Resources;
import dev.slipway.platform.release.ReleaseDiff.Change;
import dev.slipway.platform.release.ReleaseDiff.Opened;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReleaseDiffTest {
    private static final Resources SMALL = new Resources(new Cpu(100), Bytes.parse("64Mi"));

    @Test
    void equalReleasesDifferInNothingWhateverTheirScale() {
        assertThat(ReleaseDiff.between(
                        opened(release("sha256:1", 1, Map.of("web", web(8080)), List.of()), Map.of()),
                        opened(release("sha256:1", 1, Map.of("web", web(8080).withReplicas(7)), List.of()), Map.of())))
                .isEmpty();
    }

    @Test
    void imageBuildCommitAndPortAreNamed() {
        assertThat(ReleaseDiff.between(
                        opened(release("sha256:1", 1, Map.of("web", web(8080)), List.of()), Map.of()),
                        opened(release("sha256:2", 2, Map.of("web", web(3000)), List.of()), Map.of())))
                .extracting(ReleaseDiff.Difference::field)
                .containsExactly("image", "build", "commit", "processes.web.port");
    }

    @Test
    void newProcessIsAddedPartByPart() {
        assertThat(ReleaseDiff.between(
                        opened(release("sha256:1", 1, Map.of("web", web(8080)), List.of()), Map.of()),
                        opened(
                                release("sha256:1", 1, Map.of("web", web(8080), "worker", web(9000)), List.of()),
                                Map.of())))
                .allMatch(each -> each.change() == Change.ADDED)
                .extracting(ReleaseDiff.Difference::field)
                .contains("processes.worker.port", "processes.worker.resources");
    }

    @Test
    void valuesAreComparedAndNeverShown() {
        Opened before = opened(
                release(
                        "sha256:1",
                        1,
                        Map.of(),
                        List.of(
                                new Variable("GONE", "application", null),
                                new Variable("KEY", "application", 1),
                                new Variable("MODE", "application", null),
                                new Variable("SAME", "application", null))),
                Map.of("GONE", "canary-1", "KEY", "canary-2", "MODE", "canary-3", "SAME", "canary-4"));
        Opened after = opened(
                release(
                        "sha256:1",
                        1,
                        Map.of(),
                        List.of(
                                new Variable("KEY", "application", 2),
                                new Variable("MODE", "application", null),
                                new Variable("NEW", "application", null),
                                new Variable("SAME", "application", null))),
                Map.of("KEY", "canary-5", "MODE", "canary-6", "NEW", "canary-7", "SAME", "canary-4"));

        List<ReleaseDiff.Difference> differences = ReleaseDiff.between(before, after);

        assertThat(differences)
                .extracting(each -> each.field() + " " + each.change())
                .containsExactly(
                        "environment.GONE REMOVED",
                        "environment.KEY CHANGED",
                        "environment.MODE CHANGED",
                        "environment.NEW ADDED");
        assertThat(differences.toString()).doesNotContain("canary").contains("secretVersion=1", "secretVersion=2");
    }

    private static Opened opened(Release release, Map<String, String> values) {
        return new Opened(release, values);
    }

    private static ProcessSpec web(int port) {
        return new ProcessSpec(null, port, 1, SMALL, SMALL, Probes.NONE);
    }

    private static Release release(
            String image, int build, Map<String, ProcessSpec> processes, List<Variable> environment) {
        return new Release(
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                1,
                image,
                null,
                null,
                build,
                "shell:1",
                "commit " + build,
                environment,
                processes,
                false,
                "test",
                "ada",
                Instant.EPOCH);
    }
}

package dev.slipway.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.pipeline.HeldBuild;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.DockerfileStage;
import dev.slipway.model.assignment.RegistrySignIn;
import dev.slipway.model.assignment.RuntimeStage;
import dev.slipway.model.assignment.TenantNetwork;
import dev.slipway.model.build.Commit;
import dev.slipway.model.build.PostCommit;
import dev.slipway.model.build.StageTiming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldBuildFilesTest {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05.678Z");

    @TempDir
    Path home;

    private Path directory;
    private Path credential;

    @BeforeEach
    void writeCredential() throws IOException {
        directory = home.resolve("node/builds");
        credential = Files.writeString(home.resolve("credential"), "slp_node_secret\n");
    }

    @Test
    void theNextProcessReadsWhatWasSavedLast() {
        HeldBuild begun = held(UUID.randomUUID(), 1, null, null);
        HeldBuild delivered = new HeldBuild(
                begun.order(),
                THEN,
                42L,
                THEN.plusSeconds(3),
                List.of(new StageTiming("create", THEN, 12)),
                List.of("run"));
        HeldBuild again = held(UUID.fromString(begun.order().id()), 2, 99L, null);
        assertThat(files().load()).isEmpty();

        files().save(begun);
        files().save(delivered);
        files().save(again);
        assertThat(files().load()).containsExactlyInAnyOrder(delivered, again);

        files().forget(begun);
        assertThat(files().load()).containsExactly(again);
    }

    @Test
    void filesAreTheNodesAloneAndShowNoSecret() throws IOException {
        files().save(held(UUID.randomUUID(), 1, null, null));

        Path file = Files.list(directory).findFirst().orElseThrow();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("NPM_TOKEN", "s3cret", "shop");
    }

    @Test
    void whatNobodyCanReadAnyMoreGoes() throws IOException {
        files().save(held(UUID.randomUUID(), 1, null, null));
        Files.writeString(directory.resolve("half.next"), "x");
        Files.writeString(credential, "another");

        assertThat(files().load()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    private HeldBuildFiles files() {
        return new HeldBuildFiles(directory, credential);
    }

    private static HeldBuild held(UUID id, int epoch, Long logFrom, Instant since) {
        BuildOrder order = new BuildOrder(
                id.toString(),
                epoch,
                UUID.randomUUID().toString(),
                "shop",
                "web",
                7,
                new Commit("c0ffee", "Ada", "First", "main"),
                "here",
                "",
                "shell:1",
                "sha256:1",
                List.of("assemble"),
                Map.of("GREETING", "hello"),
                Map.of("app.sh", "c0ffee"),
                Map.of("NPM_TOKEN", "s3cret"),
                Set.of("NPM_TOKEN"),
                "project",
                500,
                128L << 20,
                60_000,
                true,
                "sha256:before",
                "https://example.org/s2i",
                new PostCommit("true", null, List.of("one")),
                new RuntimeStage("static:1.22", "sha256:2", "/opt/app", true),
                new DockerfileStage("Dockerfile", "FROM scratch", "web", Map.of("VERSION", "1")),
                List.of(new RegistrySignIn("registry.example.org", "puller", "s3cret")),
                new TenantNetwork(4, 1_000_010_000L, "10.208.4.0/24"));
        return new HeldBuild(order, THEN, logFrom, since, List.of(), List.of("run"));
    }
}

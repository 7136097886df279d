package dev.slipway.build.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.model.assignment.DockerfileStage;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.SourceTree.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerContextTest {

    @Test
    void dockerfileIsLookedForUnderItsTwoNamesOrWhereTheApplicationSays() {
        MemoryTree tree = MemoryTree.of()
                .file("web/Containerfile", "FROM b")
                .file("web/deploy/Dockerfile", "FROM c")
                .file("Dockerfile", "FROM a");

        assertThat(found(tree, "", null)).isEqualTo(new DockerfileStage("Dockerfile", "FROM a", "t", Map.of("A", "1")));
        assertThat(found(tree, "web", null).text()).isEqualTo("FROM b");
        assertThat(found(tree, "web", "deploy/Dockerfile").text()).isEqualTo("FROM c");
        FailedBuild absent = catchThrowableOfType(FailedBuild.class, () -> found(tree, "web/deploy", "other"));
        assertThat(absent.reason()).isEqualTo(FailureReason.ManageDockerfileFailed);
        assertThat(absent).hasMessageContaining("looked for other");
        assertThat(absent.evidence()).containsExactly("Dockerfile");
        assertThat(catchThrowableOfType(FailedBuild.class, () -> found(MemoryTree.of("x"), "", null)))
                .hasMessageContaining("Dockerfile and Containerfile");
    }

    private static DockerfileStage found(MemoryTree tree, String contextDir, String path) {
        return DockerContext.open(tree, contextDir).dockerfile(new DockerfileStage(path, null, "t", Map.of("A", "1")));
    }

    @Test
    void contextIsTheDirectoryWithoutWhatItsRulesLeaveOut() throws IOException {
        MemoryTree tree = MemoryTree.of("outside", "web/Dockerfile", "web/a/b.txt", "web/a/b.log", "web/.s2i/bin/run")
                .with("web/start", Kind.EXECUTABLE, "#!/bin/sh")
                .file("web/.s2iignore", "a\n")
                .file("web/.dockerignore", "# no logs\n**/*.log\n");

        assertThat(written(tree, "web"))
                .containsExactly(
                        ".s2i/ 775 0",
                        ".s2i/bin/ 775 0",
                        ".s2i/bin/run 664 0",
                        ".s2iignore 664 0",
                        "Dockerfile 664 0",
                        "a/ 775 0",
                        "a/b.txt 664 0",
                        "start 775 0");
    }

    @Test
    void linkThatLeadsOutIsNamed() {
        MemoryTree tree = MemoryTree.of("Dockerfile").with("out", Kind.LINK, "../../etc/passwd");

        assertThat(catchThrowableOfType(FailedBuild.class, () -> written(tree, "")))
                .hasMessageContaining("The symbolic link out");
    }

    private static List<String> written(MemoryTree tree, String contextDir) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DockerContext.open(tree, contextDir).writeTar(bytes, Instant.EPOCH);
        List<String> entries = new ArrayList<>();
        TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            entries.add(entry.getName() + " " + Integer.toOctalString(entry.getMode() & 0777) + " "
                    + entry.getLongUserId());
        }
        return entries;
    }

    @ParameterizedTest
    @CsvSource({
        "*.md, README.md, true",
        "*.md, docs/README.md, false",
        "**/*.md, README.md, true",
        "**/*.md, a/b/README.md, true",
        "docs, docs/a/b, true",
        "/docs/, docs/a, true",
        "docs/**, docs/a/b, true",
        "a/**/z, a/z, true",
        "a/**/z, a/b/c/z, true",
        "a/**/z, b/z, false",
        "*, .env, true",
        "*|!keep, keep, false",
        "*|!keep, other, true",
        "docs|!docs/keep, docs/keep, false",
        "docs|!docs/keep, docs/other, true",
        "!keep|*, keep, true",
        "../x, x, false",
        "[, x, false",
        "node_modules, web/node_modules/x, false",
        "**/node_modules, web/node_modules/x, true",
    })
    void ignoreRulesAreDockers(String rules, String path, boolean ignored) {
        assertThat(DockerIgnore.parse(rules.replace('|', '\n')).ignored(path)).isEqualTo(ignored);
    }
}

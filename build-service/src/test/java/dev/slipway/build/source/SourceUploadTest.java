package dev.slipway.build.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.source.Detection.Candidate;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.SourceTree.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceUploadTest {
    private static final long UID = 1_000_010_000L;
    private static final Instant TIME = Instant.parse("2026-11-21T05:00:00Z");

    @Test
    void contextDirectoryBecomesTheSourceAndScriptsMove() throws IOException {
        MemoryTree tree = MemoryTree.of("README.md", ".s2iignore")
                .file("web/app.sh", "echo")
                .file("web/.s2i/bin/run", "#!/bin/sh\n")
                .file("web/.s2i/environment", "A=1")
                .file("web/.s2iignore", "*.tmp")
                .file("web/x.tmp", "")
                .with("web/bin/tool", Kind.EXECUTABLE, "x");

        SourceUpload upload = SourceUpload.read(tree, "/web/");

        assertThat(upload.scripts()).containsExactly("run");
        assertThat(upload.environment()).isEqualTo(Map.of("A", "1"));
        assertThat(upload.files()).contains("app.sh", ".s2iignore");
        assertThat(tar(upload).keySet())
                .containsExactly(
                        "tmp/src/",
                        "tmp/scripts/",
                        "tmp/scripts/run",
                        "tmp/src/.s2i/",
                        "tmp/src/.s2i/environment",
                        "tmp/src/.s2iignore",
                        "tmp/src/app.sh",
                        "tmp/src/bin/",
                        "tmp/src/bin/tool");
    }

    @Test
    void scriptsOfTheLegacyDirectoryAreTakenWhereTheOtherHasNone() throws IOException {
        MemoryTree tree = MemoryTree.of(".sti/bin/assemble", ".sti/bin/run", ".s2i/bin/run");

        SourceUpload upload = SourceUpload.read(tree, "");

        assertThat(upload.scripts()).containsExactly("assemble", "run");
        assertThat(tar(upload)).containsKeys("tmp/scripts/assemble", "tmp/scripts/run", "tmp/src/.sti/bin/run");
    }

    @Test
    void otherScriptsThanThoseOfABuildStayInTheSource() throws IOException {
        SourceUpload upload = SourceUpload.read(MemoryTree.of(".s2i/bin/usage", "test/run"), "");

        assertThat(upload.scripts()).isEmpty();
        assertThat(tar(upload)).containsKeys("tmp/src/.s2i/bin/usage", "tmp/src/test/run");
    }

    @Test
    void whatIsOutsideOfTheContextDirectoryDoesNotCountAndGitsOwnIsLeftOut() throws IOException {
        MemoryTree tree = MemoryTree.of(".s2i/bin/run", "web/app.sh", "web/.git/config", "web/lib/.git/config")
                .file(".s2i/environment", "A=1");

        SourceUpload upload = SourceUpload.read(tree, "web");

        assertThat(upload.scripts()).isEmpty();
        assertThat(upload.environment()).isEmpty();
        assertThat(tar(upload).keySet())
                .contains("tmp/src/app.sh")
                .noneMatch(name -> name.contains(".git") || name.contains(".s2i"));
    }

    @Test
    void entriesHaveTheirModesAndTheProjectsOwner() throws IOException {
        MemoryTree tree = MemoryTree.of("a/plain.txt")
                .with("a/tool", Kind.EXECUTABLE, "x")
                .with(".s2i/bin/assemble", Kind.FILE, "x")
                .with("link", Kind.LINK, "a/plain.txt");

        Map<String, TarArchiveEntry> entries = tar(SourceUpload.read(tree, ""));

        assertThat(entries.values()).allSatisfy(entry -> {
            assertThat(entry.getLongUserId()).isEqualTo(UID);
            assertThat(entry.getLongGroupId()).isZero();
        });
        assertThat(mode(entries, "tmp/src/a/")).isEqualTo(0775);
        assertThat(mode(entries, "tmp/src/a/plain.txt")).isEqualTo(0664);
        assertThat(mode(entries, "tmp/src/a/tool")).isEqualTo(0775);
        assertThat(mode(entries, "tmp/scripts/assemble")).isEqualTo(0755);
        assertThat(entries.get("tmp/src/link").getLinkName()).isEqualTo("a/plain.txt");
    }

    @Test
    void longNamesOfAnyScriptSurvive() throws IOException {
        String name = "ordner-ä-".repeat(20) + "/" + "文件".repeat(40) + ".txt";

        assertThat(tar(SourceUpload.read(MemoryTree.of(name), ""))).containsKey("tmp/src/" + name);
    }

    @Test
    void contentsAreToldOfWhatLiesInTheRoot() {
        MemoryTree tree = MemoryTree.of("app/package.json", "app/src/index.js", "app/.s2i/bin/run", "package.json")
                .with("app/lock", Kind.LINK, "package.json");

        assertThat(SourceUpload.read(tree, "app").contents())
                .contains(Map.of("package.json", "app/package.json", "lock", ""));
        String[] many =
                IntStream.rangeClosed(0, 500).mapToObj(Integer::toString).toArray(String[]::new);
        assertThat(SourceUpload.read(MemoryTree.of(many), "").contents()).isEmpty();
    }

    @Test
    void ignoringS2iLosesItsEnvironment() {
        MemoryTree tree = MemoryTree.of("app.sh").file(".s2iignore", ".s2i").file(".s2i/environment", "A=1");

        assertThat(SourceUpload.read(tree, "").environment()).isEmpty();
    }

    @Test
    void submodulesAreEmptyDirectoriesAndNamed() throws IOException {
        SourceUpload upload = SourceUpload.read(MemoryTree.of("a").with("vendor/lib", Kind.SUBMODULE, ""), "");

        assertThat(upload.submodules()).containsExactly("vendor/lib");
        assertThat(tar(upload)).containsKey("tmp/src/vendor/lib/");
    }

    @ParameterizedTest
    @CsvSource({"docs", "we", "..", "web/..", "web/../../x", "README.md"})
    void missingContextDirectoryIsNamed(String directory) {
        assertThatThrownBy(() -> SourceUpload.read(MemoryTree.of("web/app.sh", "README.md"), directory))
                .isInstanceOfSatisfying(
                        FailedBuild.class,
                        failure -> assertThat(failure.reason()).isEqualTo(FailureReason.InvalidContextDirectory));
    }

    @ParameterizedTest
    @CsvSource({"a/link,../../etc/passwd", "link,/etc/passwd", "link,..", "a/b/link,../../../x", "link,a/../../b"})
    void linksThatLeadOutAreRefusedByName(String path, String target) {
        assertThatThrownBy(() -> SourceUpload.read(MemoryTree.of("x").with(path, Kind.LINK, target), ""))
                .isInstanceOfSatisfying(FailedBuild.class, failure -> {
                    assertThat(failure.reason()).isEqualTo(FailureReason.FetchSourceFailed);
                    assertThat(failure).hasMessageContaining(path);
                });
    }

    @ParameterizedTest
    @CsvSource({"a/link,../b", "link,a/./b", "a/b/link,../../c", "link,."})
    void linksInsideTravel(String path, String target) {
        assertThat(SourceUpload.read(MemoryTree.of("x").with(path, Kind.LINK, target), "")
                        .submodules())
                .isEmpty();
    }

    private static int mode(Map<String, TarArchiveEntry> entries, String name) {
        return entries.get(name).getMode() & 0777;
    }

    private static Map<String, TarArchiveEntry> tar(SourceUpload upload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        upload.writeTar(out, Destination.DEFAULT, UID, TIME);
        Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new ByteArrayInputStream(out.toByteArray()), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), entry);
            }
        }
        return entries;
    }

    @Test
    void aPackageOfToolsAloneCountsOnlyWhereNothingElseDoes() {
        List<Candidate> candidates = List.of(
                new Candidate("nodejs", List.of("package.json")),
                new Candidate("php", List.of("htdocs/index.php")),
                new Candidate("static", List.of("index.html")));
        String tools = "{\"scripts\": {\"css\": \"sass a b\"}, \"devDependencies\": {\"sass\": \"1\"}}";
        String pages = "{\"scripts\": {\"build\": \"vite build\"}, \"devDependencies\": {\"vite\": \"5\"}}";
        MemoryTree club = MemoryTree.of("htdocs/index.php");

        assertThat(builder(club.file("package.json", tools), candidates)).isEqualTo("php");
        assertThat(builder(club.file("package.json", pages), candidates)).isEqualTo("nodejs");
        assertThat(builder(MemoryTree.of().file("package.json", tools), candidates))
                .isEqualTo("nodejs");
        assertThat(builder(club.file("package.json", "{"), candidates)).isEqualTo("nodejs");
        assertThat(builder(MemoryTree.of("index.html").file("package.json", tools), candidates))
                .isEqualTo("nodejs");
    }

    private static String builder(MemoryTree tree, List<Candidate> candidates) {
        return SourceUpload.read(tree, "")
                .decide(candidates)
                .detected()
                .orElseThrow()
                .builder();
    }
}

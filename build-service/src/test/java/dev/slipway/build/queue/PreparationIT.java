package dev.slipway.build.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.build.log.FileBuildLogs;
import dev.slipway.build.log.PostgresLogEndings;
import dev.slipway.build.source.MemoryTree;
import dev.slipway.database.Database;
import dev.slipway.database.DatabaseException;
import dev.slipway.database.TestDatabase;
import dev.slipway.model.application.BuildEnvironment;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.BuiltImage;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.assignment.DockerfileStage;
import dev.slipway.model.assignment.RegistrySignIn;
import dev.slipway.model.assignment.RuntimeStage;
import dev.slipway.model.event.Bell;
import dev.slipway.model.source.SourceTree.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationIT {
    private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
    private final Database database = Database.of(TestDatabase.migrated());
    private final Bell bell = new Bell();
    private final BuildSamples samples = new BuildSamples(database);
    private final BuildQueue queue = new BuildQueue(database, () -> 2, bell, json);
    private MemoryTree tree = MemoryTree.of("package.json", "index.html");
    private FileBuildLogs logs;
    private BuildClaims claims;
    private int outages;

    @TempDir
    Path directory;

    @BeforeEach
    void open() throws Exception {
        logs = new FileBuildLogs(directory, new PostgresLogEndings(database));
        Preparation preparation = new Preparation(
                database,
                (application, commit) -> tree,
                (application, build) -> variables(),
                registries -> registries.stream()
                        .map(host -> new RegistrySignIn(host, "puller", "s3cret"))
                        .toList(),
                new Defaults(
                        Map.of("SHARED", "operator", "NPM_MIRROR", "m"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                "http://localhost:8080",
                json);
        claims = new BuildClaims(queue, preparation, logs, bell);
        samples.builder("nodejs", "9", List.of("package.json"));
        samples.builder("nodejs", "18", List.of("package.json"));
        samples.builder("static", "1", List.of("index.html"));
    }

    private BuildEnvironment.Variables variables() {
        if (outages > 0) {
            outages--;
            throw new DatabaseException(new SQLException("the database is away", "08006"));
        }
        return new BuildEnvironment.Variables(Map.of("NPM_TOKEN", "t", "SHARED", "application"), Set.of("NPM_TOKEN"));
    }

    @Test
    void attemptThatMeetsAnOutageIsGreetedOnce() throws Exception {
        UUID build = samples.build(samples.application(samples.project("shop"), "web"), 1, "manual");
        outages = 2;

        assertThat(claims.next(claimer("w1"), Duration.ZERO)).isPresent();

        assertThat(outages).isZero();
        assertThat(log(build, false))
                .containsOnlyOnce("Build 1 of")
                .containsOnlyOnce("--> prepare")
                .containsOnlyOnce("<-- prepare")
                .containsOnlyOnce("Builder nodejs:18");
    }

    @Test
    void detectedBuilderAndEverythingElseStandInTheOrder() throws Exception {
        UUID project = samples.project("shop");
        UUID build = samples.build(samples.application(project, "web"), 1, "manual");
        tree.file(".s2i/environment", "A=1").with(".s2i/bin/run", Kind.EXECUTABLE, "x");

        BuildOrder order = claims.next(claimer("w1"), Duration.ZERO).orElseThrow();

        assertThat(order.id()).isEqualTo(build.toString());
        assertThat(order.builder()).isEqualTo("nodejs:18");
        assertThat(order.builderImage()).isEqualTo("sha256:nodejs18");
        assertThat(order.scripts()).containsExactly("run");
        assertThat(order.sourceEnvironment()).isEqualTo(Map.of("A", "1"));
        assertThat(order.secretValues()).containsExactly("t");
        assertThat(order.buildEnvironment())
                .isEqualTo(Map.of("NPM_TOKEN", "t", "SHARED", "application", "NPM_MIRROR", "m"));
        assertThat(order.sourceLocation()).isEqualTo("http://localhost:8080/git/shop/web.git");
        assertThat(order.timeoutMillis()).isEqualTo(60_000);
        assertThat(order.cpuMillis()).isEqualTo(500);
        assertThat(order.memoryBytes()).isEqualTo(1L << 30);
        assertThat(order.network().uid()).isEqualTo(1_000_000_001L);
        assertThat(samples.text(build, "builder")).isEqualTo("nodejs:18");
        assertThat(log(build, false))
                .containsPattern("commit .*\n--> prepare\nBuilder nodejs:18, because the source has package.json\n.*\n"
                        + "<-- prepare +[0-9.]+ s\n");
        assertThat(samples.text(build, "stages")).contains("\"prepare\"");
    }

    @Test
    void anAddedBuilderIsDetectedAndHasTheImageThatTheNodeFoundElseTheReference() throws Exception {
        String image = "registry.example.org/paper-image:1";
        samples.added("paper", image, List.of("paper.conf"));
        tree.file("paper.conf", "");
        UUID application = samples.application(samples.project("shop"), "web", "paper");
        UUID build = samples.build(application, 1, "manual");
        BuildOrder byReference = claims.next(claimer("w1"), Duration.ZERO).orElseThrow();
        assertThat(byReference.builder()).isEqualTo("paper:1");
        assertThat(byReference.builderImage()).isEqualTo(image);
        assertThat(byReference.registries())
                .containsExactly(new RegistrySignIn("registry.example.org", "puller", "s3cret"));

        queue.outcome(
                build, new Outcome(1, null, null, List.of(), new BuiltImage("sha256:1", "t", null), List.of()), null);
        samples.found("n1", "paper", image, "sha256:p");
        samples.build(application, 2, "manual");
        BuildOrder byId = claims.next(claimer("w1"), Duration.ZERO).orElseThrow();
        assertThat(byId.builderImage()).isEqualTo("sha256:p");
        assertThat(byId.registries()).isEmpty();
    }

    @Test
    void aRemovedBuilderEndsTheBuildWithWhatBecameOfIt() throws Exception {
        samples.added("paper", "paper-image:1", List.of("paper.conf"));
        database.run(sql -> sql.update("UPDATE added_builders SET removed_at = '2026-11-28T12:00:00Z'"));
        UUID build = samples.build(samples.application(samples.project("shop"), "web", "paper"), 1, "manual");

        assertThat(claims.next(claimer("w1"), Duration.ZERO)).isEmpty();
        assertThat(samples.text(build, "message"))
                .isEqualTo("An administrator removed the builder \"paper\" from the catalogue on 2026-11-28.");
    }

    @Test
    void theOnlyDirectoryThatIsRecognisedIsTheContextDirectory() throws Exception {
        tree = MemoryTree.of("README.md", "shop/package.json").file("shop/.s2i/environment", "A=1");
        UUID build = samples.build(samples.application(samples.project("shop"), "web"), 1, "manual");

        BuildOrder order = claims.next(claimer("w1"), Duration.ZERO).orElseThrow();

        assertThat(order.contextDir()).isEqualTo("shop");
        assertThat(samples.text(build, "directory")).isEqualTo("shop");
        assertThat(order.builder()).isEqualTo("nodejs:18");
        assertThat(order.sourceEnvironment()).isEqualTo(Map.of("A", "1"));
        assertThat(log(build, false))
                .contains("The directory shop is built, as if \"contextDir\" said so: it has package.json")
                .contains("Builder nodejs:18, because the source has package.json");
    }

    @Test
    void namedBuilderIsTakenWhateverTheSourceHas() throws Exception {
        samples.build(samples.application(samples.project("shop"), "web", "static"), 1, "manual");

        assertThat(claims.next(claimer("w1"), Duration.ZERO).orElseThrow().builder())
                .isEqualTo("static:1");
    }

    @Test
    void runtimeImageIsFoundInTheCatalogueAndAnUnknownOneEndsTheBuild() throws Exception {
        UUID project = samples.project("shop");
        UUID sound = samples.application(project, "web");
        UUID unknown = samples.application(project, "api");
        samples.runtimeImage(sound, "static", "/opt/app/dist");
        samples.runtimeImage(unknown, "gone:2", null);
        UUID broken = samples.build(unknown, 1, "manual");
        samples.build(sound, 1, "manual");

        BuildOrder order = claims.next(claimer("w1"), Duration.ZERO).orElseThrow();

        assertThat(order.runtime()).isEqualTo(new RuntimeStage("static:1", "sha256:static1", "/opt/app/dist", true));
        assertThat(order.previousImage()).isNull();
        assertThat(samples.text(broken, "reason")).isEqualTo("BuilderNotFound");
        assertThat(log(broken, true)).contains("There is no builder \"gone:2\" here.\n");
    }

    @Test
    void incrementalBuildStartsWithTheNewestOfItsBranchAndBuilderThatItsNodeHolds() throws Exception {
        UUID application = samples.application(samples.project("shop"), "web", "static");
        samples.incremental(application);
        samples.built(application, 1, "main", "static:1", "sha256:first", "n1");
        samples.built(application, 2, "main", "static:1", "sha256:second", "n1");
        samples.built(application, 3, "main", "nodejs:9", "sha256:other-builder", "n1");
        samples.built(application, 4, "next", "static:1", "sha256:other-branch", "n1");
        samples.built(application, 5, "main", "static:1", "sha256:other-node", "n2");
        database.run(sql -> sql.update(
                "UPDATE builds SET commit_ref = 'main' WHERE id = ?", samples.build(application, 6, "manual")));

        BuildOrder order = claims.next(claimer("w1"), Duration.ZERO).orElseThrow();

        assertThat(order.previousImage()).isEqualTo("sha256:second");
    }

    @Test
    void whatCannotBeBuiltFailsWithoutANodeAndTheNextIsGiven() throws Exception {
        UUID project = samples.project("shop");
        UUID broken = samples.build(samples.application(project, "a1", "cobol"), 1, "manual");
        UUID sound = samples.build(samples.application(project, "a2"), 1, "manual");

        BuildOrder order = claims.next(claimer("w1"), Duration.ZERO).orElseThrow();

        assertThat(order.id()).isEqualTo(sound.toString());
        assertThat(samples.text(broken, "reason")).isEqualTo("BuilderNotFound");
        assertThat(samples.text(broken, "evidence")).isEqualTo("{nodejs:18,nodejs:9,static:1}");
        assertThat(log(broken, true))
                .contains("There is no builder \"cobol\" here.\n")
                .endsWith("\nbuild 1 failed: BuilderNotFound\n");
    }

    @Test
    void sourceNobodyRecognisesFailsWithItsFilesAsEvidence() throws Exception {
        UUID build = samples.build(samples.application(samples.project("shop"), "web"), 1, "manual");
        tree = MemoryTree.of("README.md");

        assertThat(claims.next(claimer("w1"), Duration.ZERO)).isEmpty();
        assertThat(samples.text(build, "reason")).isEqualTo("NoBuilderDetected");
        assertThat(samples.text(build, "evidence")).isEqualTo("{README.md}");
    }

    @Test
    void whatElseTheSourceHasIsToldOf() throws Exception {
        UUID built = samples.build(samples.application(samples.project("shop"), "web"), 1, "manual");
        tree = MemoryTree.of("package.json", "index.html", "Dockerfile");
        assertThat(claims.next(claimer("w1"), Duration.ZERO)).isPresent();
        assertThat(log(built, false))
                .contains("because the source has package.json\n")
                .contains("The source has Dockerfile: it is not used")
                .contains("Other builders would take it, too: static (index.html).");

        UUID failed = samples.build(samples.application(samples.project("rust"), "web"), 1, "manual");
        tree = MemoryTree.of("Cargo.toml");
        assertThat(claims.next(claimer("w1"), Duration.ZERO)).isEmpty();
        assertThat(samples.text(failed, "message"))
                .contains("No builder recognises this source. The source has Cargo.toml: it is written in Rust");
    }

    @Test
    void dockerfileIsBuiltOnlyWhereItIsAllowedAndAsTheApplicationSays() throws Exception {
        UUID project = samples.project("shop");
        UUID application = samples.application(project, "web");
        samples.dockerfile(application, "deploy/Dockerfile");
        tree = MemoryTree.of("package.json").file("deploy/Dockerfile", "FROM scratch");
        UUID refused = samples.build(application, 1, "manual");
        assertThat(claims.next(claimer("w1"), Duration.ZERO)).isEmpty();
        assertThat(samples.text(refused, "reason")).isEqualTo("DockerfileNotAllowed");
        assertThat(samples.text(refused, "next")).contains("administrator", "dockerfile-builds");

        samples.allowDockerfiles(project, true);
        UUID built = samples.build(application, 2, "manual");
        BuildOrder order = claims.next(claimer("w1"), Duration.ZERO).orElseThrow();
        assertThat(order.dockerfile())
                .isEqualTo(new DockerfileStage("deploy/Dockerfile", "FROM scratch", null, Map.of("A", "1")));
        assertThat(order.builder()).isEqualTo("dockerfile");
        assertThat(samples.text(built, "builder")).isEqualTo("dockerfile");
        assertThat(log(built, false)).contains("Dockerfile deploy/Dockerfile, as the application says\n");
    }

    @Test
    void dockerfileAloneIsBuiltWhereItIsAllowedAndBuildersComeFirst() throws Exception {
        UUID project = samples.project("shop");
        UUID application = samples.application(project, "web");
        tree = MemoryTree.of("Dockerfile", "main.rs");
        UUID refused = samples.build(application, 1, "manual");
        assertThat(claims.next(claimer("w1"), Duration.ZERO)).isEmpty();
        assertThat(samples.text(refused, "message"))
                .contains("The source has Dockerfile", "\"strategy\": \"dockerfile\"", "platform administrator");

        samples.allowDockerfiles(project, true);
        samples.build(application, 2, "manual");
        BuildOrder alone = claims.next(claimer("w1"), Duration.ZERO).orElseThrow();
        assertThat(alone.dockerfile().path()).isEqualTo("Dockerfile");

        tree = MemoryTree.of("Dockerfile", "package.json");
        samples.build(samples.application(project, "other"), 1, "manual");
        BuildOrder assembled = claims.next(claimer("w1"), Duration.ZERO).orElseThrow();
        assertThat(assembled.dockerfile()).isNull();
        assertThat(assembled.builder()).isEqualTo("nodejs:18");
    }

    @Test
    void platformThatEndsGivesNoBuildAwayAnyMore() throws Exception {
        UUID build = samples.build(samples.application(samples.project("shop"), "web"), 1, "manual");
        bell.end();

        assertThat(claims.next(claimer("w1"), Duration.ofHours(1))).isEmpty();
        assertThat(samples.text(build, "state")).isEqualTo("queued");
    }

    @Test
    void waitingClaimIsWokenByANewBuild() throws Exception {
        UUID application = samples.application(samples.project("shop"), "web");
        Thread pusher = Thread.startVirtualThread(() -> {
            samples.build(application, 1, "push");
            bell.ring(Bell.Topic.BUILDS);
        });

        assertThat(claims.next(claimer("w1"), Duration.ofSeconds(20))).isPresent();
        pusher.join();
    }

    @Test
    void claimOfANodesEarlierProcessEndsAndTheBuildGoesToTheLaterOne() throws Exception {
        FutureTask<Optional<BuildOrder>> earlier =
                new FutureTask<>(() -> claims.next(claimer("before"), Duration.ofMinutes(1)));
        Thread.startVirtualThread(earlier);
        await().until(() -> claims.hears(claimer("before")));

        assertThat(claims.next(claimer("after"), Duration.ZERO)).isEmpty();
        assertThat(earlier.get(1, TimeUnit.MINUTES)).isEmpty();

        samples.build(samples.application(samples.project("shop"), "web"), 1, "push");
        assertThat(claims.next(claimer("after"), Duration.ZERO)).isPresent();
    }

    @Test
    void claimWhoseProcessDiedTakesNothing() throws Exception {
        UUID build = samples.build(samples.application(samples.project("shop"), "web"), 1, "push");

        assertThat(claims.next(new Claimer("n1", "w1", () -> true), Duration.ofHours(1)))
                .isEmpty();

        assertThat(samples.text(build, "state")).isEqualTo("queued");
    }

    private static Claimer claimer(String worker) {
        return new Claimer("n1", worker, () -> false);
    }

    private record Defaults(
            Map<String, String> environment,
            Optional<String> caBundle,
            Optional<String> dependencyLayers,
            Optional<String> caches)
            implements BuildDefaults {}

    @Test
    void submodulesThatStayEmptyAreNamedInOneLineWithWhatFetchesThem() throws Exception {
        UUID application = samples.application(samples.project("shop"), "web");
        UUID left = samples.build(application, 1, "manual");
        for (int i = 1; i <= 7; i++) {
            tree.with("vendor/" + i, Kind.SUBMODULE, "");
        }
        claims.next(claimer("w1"), Duration.ZERO).orElseThrow();
        database.run(sql -> sql.update("UPDATE builds SET state = 'succeeded' WHERE id = ?", left));
        UUID fetched = samples.build(application, 2, "manual");
        database.run(sql -> sql.update("UPDATE builds SET submodules = true WHERE id = ?", fetched));
        claims.next(claimer("w1"), Duration.ZERO).orElseThrow();

        assertThat(log(left, false))
                .contains(
                        "Submodules stay empty directories: vendor/1, vendor/2, vendor/3, vendor/4, vendor/5 and 2 more."
                                + " To have them fetched set source.push.submodules of the application to true.\n");
        assertThat(log(fetched, false)).contains("2 more, as .gitmodules says (update = none).\n");
    }

    private String log(UUID build, boolean follow) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        logs.read(build, 0, follow, bytes::write);
        return bytes.toString();
    }
}

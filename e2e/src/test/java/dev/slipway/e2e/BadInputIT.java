package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people and their enemies send by mistake or on purpose: a clear answer, and nothing half made.
class BadInputIT extends Story {
    private static final String PROJECT = "bad-input";
    private static final String SOON = ",\"rollout\":{\"deadline\":\"PT10S\"}";

    @Test
    void aRepositoryWithoutFilesIsStoredAndNothingIsBuilt() {
        admin.application(PROJECT, "empty", "");
        WorkTree tree = WorkTree.at(directory).commit("nothing yet");

        Command.Result pushed = push(tree, "bad-input/empty").expectSuccess();

        assertThat(pushed.err()).contains("There is nothing to build: the commit has no files");
        assertThat(refs(tree, "empty")).contains(tree.head());
        assertThat(list("empty", "builds")).isEmpty();
        assertNothingServes("empty", "new");
    }

    @Test
    void aFileOf200MegabytesIsRefusedAndNothingOfItStays() throws IOException {
        admin.application(PROJECT, "large", "");
        WorkTree tree = WorkTree.ofSample(directory, "shell");
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("video").toFile(), "rw")) {
            file.setLength(200_000_000);
        }
        tree.commit("a video");
        long before = repositoryBytes();

        Command.Result pushed = push(tree, "bad-input/large");

        assertThat(pushed.exit()).isNotZero();
        assertThat(pushed.err()).contains("larger than 100Mi").contains("Nothing was stored");
        assertThat(repositoryBytes() - before).isLessThan(20_000);
        assertNeverHeardOf("large", tree);
    }

    private long repositoryBytes() throws IOException {
        try (Stream<Path> files = Files.walk(installation.home().resolve("platform/repositories"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "../up", "/etc/passwd", ".git", ".GiT", "git~1", "a\0b", "a/b", ""})
    void aPathThatLeadsOutOfTheTreeIsRefused(String name) {
        String application = "path-" + Integer.toHexString(name.hashCode() & 0xffffff);
        admin.application(PROJECT, application, "");

        Api.Answer answer = new HostilePush(installation, admin, PROJECT + "/" + application)
                .send("100644", name.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.text()).contains("Refused: ").contains("ng refs/heads/main");
        assertNeverHeardOf(application, WorkTree.at(directory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../etc/passwd", "www/../../.."})
    void aSymbolicLinkOutOfTheTreeIsRefusedByItsName(String target) throws IOException {
        String application = "link-" + Integer.toHexString(target.hashCode() & 0xffffff);
        admin.application(PROJECT, application, "");
        WorkTree tree = WorkTree.ofSample(directory, "shell");
        Files.createSymbolicLink(directory.resolve("shortcut"), Path.of(target));

        Command.Result pushed = push(tree.commit("a shortcut"), PROJECT + "/" + application);

        assertThat(pushed.exit()).isNotZero();
        assertThat(pushed.err()).contains("The symbolic link shortcut points out of the repository, to " + target);
        assertNeverHeardOf(application, tree);
    }

    @Test
    void anUnknownBuilderFailsTheBuildAndThePushSaysWhichThereAre() {
        admin.application(PROJECT, "cobol", ",\"builder\":\"cobol:85\"");

        String said = push(WorkTree.ofSample(directory, "shell"), "bad-input/cobol")
                .expectSuccess()
                .err();

        assertThat(said)
                .contains("build 1 failed: BuilderNotFound")
                .contains("shell:1")
                .contains("GET /api/v1/builders lists what can be used");
        assertFailed("cobol", "BuilderNotFound");
    }

    @Test
    void aSourceThatNoBuilderRecognisesFailsTheBuildAndThePushSaysWhatToAdd() {
        admin.application(PROJECT, "riddle", "");
        WorkTree tree = WorkTree.at(directory).write("README", "guess\n").commit("a riddle");

        String said = push(tree, "bad-input/riddle").expectSuccess().err();

        assertThat(said)
                .contains("build 1 failed: NoBuilderDetected")
                .contains("such as package.json, requirements.txt");
        assertFailed("riddle", "NoBuilderDetected");
    }

    @Test
    void aContextDirectoryThatTheCommitDoesNotHaveFailsTheBuild() {
        admin.application(PROJECT, "elsewhere", "");
        admin.patch(path("elsewhere"), "{\"source\":{\"push\":{\"contextDir\":\"services/shop\"}}}")
                .expect(200);

        String said = push(WorkTree.ofSample(directory, "shell"), "bad-input/elsewhere")
                .expectSuccess()
                .err();

        assertThat(said)
                .contains("build 1 failed: InvalidContextDirectory")
                .contains("\"services/shop\"")
                .contains("Correct contextDir");
        assertFailed("elsewhere", "InvalidContextDirectory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"port\":70000",
                "\"port\":80",
                "\"port\":-1",
                "\"replicas\":-1",
                "\"source\":{\"push\":{\"contextDir\":\"../..\"}}",
                "\"source\":{\"push\":{\"branch\":\"--upload-pack=x\"}}",
                "\"builder\":\"../shell\"",
                "\"environment\":[{\"name\":\"A=B\",\"value\":\"\"}]",
                "\"environment\":[{\"name\":\"PORT\",\"value\":\"9000\"}]"
            })
    void aSettingOutOfRangeIsRefusedAndNothingIsMade(String setting) {
        admin.application(PROJECT, "settled", "");
        try {
            admin.patch(path("settled"), "{" + setting + "}").expect(422);
            String source = setting.contains("source") ? "" : "\"source\":{\"push\":{}},";
            admin.post("/projects/bad-input/applications", "{\"name\":\"odd\"," + source + setting + "}")
                    .expect(422);

            assertThat(admin.get(path("odd")).status()).isEqualTo(404);
            assertThat(admin.get(path("settled")).json().path("port").asInt()).isEqualTo(8080);
        } finally {
            admin.delete(path("settled") + "?purge=true").expect(202);
            await().until(() -> admin.get(path("settled")).status() == 404);
        }
    }

    @Test
    void aStrangerAndAWrongTokenLearnNothingAndPushNothing() {
        admin.application(PROJECT, "private", "");
        Api stranger = admin.newUser("bad-input-stranger");
        WorkTree tree = WorkTree.ofSample(directory, "shell");

        Command.Result strange = tree.push(installation, stranger, "bad-input-stranger", "bad-input/private");
        Command.Result missing = tree.push(installation, stranger, "bad-input-stranger", "bad-input/missing");
        Command.Result wrong = tree.push(installation, admin.as("slp_wrong"), "admin", "bad-input/private");

        assertThat(strange.exit()).isNotZero();
        assertThat(strange.err()).contains("not found");
        assertThat(missing.err().replace("missing", "private")).isEqualTo(strange.err());
        assertThat(wrong.exit()).isNotZero();
        assertThat(wrong.err()).contains("Authentication failed").doesNotContain("not found");
        assertThat(advertised("bad-input-stranger", stranger.token())).isEqualTo(404);
        assertThat(advertised("admin", "slp_wrong")).isEqualTo(401);
        assertThat(stranger.get(path("private")).status()).isEqualTo(404);
        assertNeverHeardOf("private", tree);
    }

    private int advertised(String user, String token) {
        String url = "http://127.0.0.1:" + installation.port()
                + "/git/bad-input/private.git/info/refs?service=git-receive-pack";
        String basic = Base64.getEncoder().encodeToString((user + ":" + token).getBytes(StandardCharsets.UTF_8));
        return Api.exchange(HttpRequest.newBuilder(URI.create(url))
                        .header("Authorization", "Basic " + basic)
                        .build())
                .status();
    }

    @Test
    void aPushToAnUnknownApplicationIsRefusedAndMakesNone() {
        admin.application(PROJECT, "known", "");

        Command.Result pushed = push(WorkTree.ofSample(directory, "shell"), "bad-input/unknown");

        assertThat(pushed.exit()).isNotZero();
        assertThat(pushed.err()).contains("Application \"unknown\" was not found");
        assertThat(admin.get(path("unknown")).status()).isEqualTo(404);
    }

    @Test
    void theDeployBranchCannotBeDeleted() {
        admin.application(PROJECT, "kept", "");
        WorkTree tree = WorkTree.ofSample(directory, "shell");
        push(tree, "bad-input/kept").expectSuccess();

        Command.Result deletion = tree.git("push", remote("kept"), ":refs/heads/main");

        assertThat(deletion.exit()).isNotZero();
        assertThat(deletion.err()).contains("the deploy branch cannot be deleted");
        assertThat(refs(tree, "kept")).contains(tree.head());
        assertThat(visitor.visit(host(PROJECT, "kept"), "/").status()).isEqualTo(200);
    }

    @Test
    void anApplicationThatNeverListensFailsWithinItsDeadline() {
        admin.application(PROJECT, "deaf", SOON);
        WorkTree tree = runs(WorkTree.ofSample(directory, "shell"), "echo nobody can call me\nexec sleep 1000\n");
        long begin = System.nanoTime();

        String said = push(tree, "bad-input/deaf").expectSuccess().err();

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(40));
        assertThat(said).contains("Release 1 did not go live: DeadlineExceeded").contains("within 10 s");
        assertNothingServes("deaf", "crashed");
        assertThat(status("deaf").path("cause").path("code").asText()).isEqualTo("DeadlineExceeded");
        assertThat(status("deaf").path("next").asText()).isNotBlank();
    }

    @Test
    void anApplicationThatEndsAtOnceFailsWithItsLastLines() {
        admin.application(PROJECT, "brief", SOON);
        WorkTree tree = runs(
                WorkTree.ofSample(directory, "shell"),
                "echo looking around\necho cannot find the flux capacitor >&2\nexit 7\n");

        String said = push(tree, "bad-input/brief").expectSuccess().err();

        assertThat(said)
                .contains("Release 1 did not go live")
                .contains("exit code 7")
                .contains("cannot find the flux capacitor");
        assertNothingServes("brief", "crashed");
        assertThat(status("brief").path("cause").path("message").asText()).contains("exit code 7");
        assertThat(texts(status("brief").path("evidence")))
                .contains("looking around", "cannot find the flux capacitor"); // two streams have no order
    }

    @Test
    void whenTheNextReleaseEndsAtOnceTheOldOneGoesOnServing() {
        admin.application(PROJECT, "second", SOON);
        WorkTree tree = WorkTree.ofSample(directory, "shell");
        push(tree, "bad-input/second").expectSuccess();

        try (Poll poll = Poll.of(visitor, host(PROJECT, "second"), "Hello from Slipway")) {
            String said = push(runs(tree, "echo no more fuel\nexit 9\n"), "bad-input/second")
                    .expectSuccess()
                    .err();

            assertThat(said).contains("Release 2 did not go live").contains("no more fuel");
            assertThat(said).contains("Still serving release 1");
            poll.assertAllAnswered();
        }
        assertThat(admin.get(path("second")).json().path("currentRelease").asInt())
                .isEqualTo(1);
        assertThat(status("second").path("state").asText()).isEqualTo("running");
        assertThat(texts(status("second").path("evidence"))).contains("no more fuel");
    }

    private static WorkTree runs(WorkTree tree, String script) {
        return tree.writeScript("app.sh", "#!/bin/sh\n" + script).commit("run something else");
    }

    private static String path(String application) {
        return "/projects/" + PROJECT + "/applications/" + application;
    }

    private JsonNode list(String application, String kind) {
        return admin.get(path(application) + "/" + kind).expect(200).json().path("items");
    }

    private JsonNode status(String application) {
        return admin.get(path(application) + "/status").expect(200).json();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    private String remote(String application) {
        return WorkTree.remote(installation, admin, "admin", PROJECT + "/" + application);
    }

    private String refs(WorkTree tree, String application) {
        return tree.git("ls-remote", remote(application)).expectSuccess().out();
    }

    private void assertNeverHeardOf(String application, WorkTree tree) {
        assertThat(refs(tree, application)).isEmpty();
        assertThat(list(application, "builds")).isEmpty();
        assertNothingServes(application, "new");
    }

    private void assertFailed(String application, String reason) {
        JsonNode build = list(application, "builds").path(0);
        assertThat(build.path("state").asText()).isEqualTo("failed");
        assertThat(build.path("reason").asText()).isEqualTo(reason);
        assertThat(build.path("next").asText()).isNotBlank();
        assertThat(list(application, "releases")).isEmpty();
        assertThat(status(application).path("cause").path("code").asText()).isEqualTo(reason);
        assertNothingServes(application, "new");
    }

    private void assertNothingServes(String application, String state) {
        assertThat(status(application).path("state").asText()).isEqualTo(state);
        assertThat(admin.get(path(application)).json().path("currentRelease").isNull())
                .isTrue();
        // The router hears of a new application a moment after whoever made it: until then it answers 404.
        await().untilAsserted(() -> assertThat(
                        visitor.visit(host(PROJECT, application), "/").status())
                .isEqualTo(503));
    }
}

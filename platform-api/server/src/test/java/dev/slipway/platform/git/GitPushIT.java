package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.model.build.Commit;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GitPushIT {
    @TempDir
    Path work;

    private GitServer server;
    private GitClient git;

    @BeforeEach
    void start() {
        server = new GitServer(work.resolve("repositories"), FixedGitConfig.defaults());
        git = GitClient.at(work.resolve("ada"), server.url("ada"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pushIsStoredBuiltAndClonedAgain() {
        String id = git.write("index.html", "hello").commit("Say hello");
        server.builds.log("assembling");
        server.builds.log("http://web-shop.apps.localhost:8000/");
        server.builds.succeed();

        String output = git.run("push", "slipway", "main").expect(0).output();

        assertThat(output)
                .contains("remote: Build 1 is queued")
                .contains("remote: assembling")
                .contains("remote: http://web-shop.apps.localhost:8000/");
        assertThat(server.builds.queued)
                .containsExactly(new Commit(id, "Ada Lovelace <ada@example.org>", "Say hello", "refs/heads/main"));
        git.run("clone", "-q", server.url("vera"), "again").expect(0);
        assertThat(work.resolve("ada/again/index.html")).hasContent("hello");
    }

    @Test
    void secondPushSendsOnlyWhatIsNewAndBuildsAgain() {
        String first = git.write("index.html", "one").commit("One");
        git.run("push", "-o", "detach", "slipway", "main").expect(0);
        String second = git.write("index.html", "two").commit("Two");

        git.run("push", "-o", "detach", "slipway", "main").expect(0);

        assertThat(server.builds.commits()).containsExactly(first, second);
    }

    @Test
    void logArrivesWhileThePushIsOpen() {
        git.write("index.html", "hello").commit("Say hello");
        try (GitClient.Running push = git.start("push", "slipway", "main")) {
            server.builds.log("step one");
            await().until(() -> push.output().contains("remote: step one"));
            server.builds.log("step two");
            await().until(() -> push.output().contains("remote: step two"));
            assertThat(push.process.isAlive()).isTrue();
            server.builds.succeed();
            push.end().expect(0);
        }
    }

    @Test
    void silentBuildKeepsThePushAlive() {
        git.write("index.html", "hello").commit("Say hello");
        try (GitClient.Running push = git.start("push", "slipway", "main")) {
            await().until(() -> server.builds.following.get() == 1);
            await().pollDelay(Duration.ofMillis(600)).until(() -> push.process.isAlive());
            server.builds.log("at last");
            server.builds.succeed();
            assertThat(push.end().expect(0).output()).contains("remote: at last");
        }
    }

    @Test
    void pusherWhoLeavesStopsOnlyTheWatching() {
        String id = git.write("index.html", "hello").commit("Say hello");
        try (GitClient.Running push = git.start("push", "slipway", "main")) {
            await().until(() -> server.builds.following.get() == 1);
            push.process.descendants().forEach(ProcessHandle::destroyForcibly);
            push.process.destroyForcibly();
            await().until(() -> server.builds.following.get() == 0);
        }
        assertThat(server.builds.commits()).containsExactly(id);
        assertThat(git.run("ls-remote", "slipway").expect(0).output()).contains(id);
        await().until(() ->
                server.files().stream().noneMatch(file -> file.startsWith(".incoming/") && !file.equals(".incoming/")));
    }

    @Test
    void failedBuildLeavesThePushSuccessful() {
        git.write("index.html", "hello").commit("Say hello");
        server.builds.log("build 1 failed: AssembleFailed");
        server.builds.fail();

        assertThat(git.run("push", "slipway", "main").expect(0).output()).contains("build 1 failed: AssembleFailed");
    }

    @Test
    void waitTurnsAFailedBuildIntoAnExitCode() {
        String id = git.write("index.html", "hello").commit("Say hello");
        server.builds.fail();

        GitClient.Result push = git.run("push", "-o", "wait", "slipway", "main").expect(1);

        assertThat(push.output()).contains("stored, but build 1 or its rollout failed");
        assertThat(git.run("ls-remote", "slipway").output()).contains(id);
    }

    @Test
    void detachNoBuildAndCleanDoWhatTheySay() {
        git.write("index.html", "one").commit("One");
        assertThat(git.run("push", "-o", "no-build", "slipway", "main")
                        .expect(0)
                        .output())
                .contains("not built");
        assertThat(server.builds.queued).isEmpty();
        assertThat(new UnbuiltTips(server.repositories, server.builds).find(server.application))
                .isEmpty();

        git.write("index.html", "two").commit("Two");
        git.run("push", "-o", "detach", "-o", "clean", "slipway", "main").expect(0);
        assertThat(server.builds.clean).containsExactly(true);
    }

    @Test
    void unknownPushOptionIsNamedAndIgnored() {
        git.write("index.html", "one").commit("One");

        String output = git.run("push", "-o", "detach", "-o", "faster", "slipway", "main")
                .expect(0)
                .output();

        assertThat(output).contains("Push option \"faster\" is ignored");
        assertThat(server.builds.queued).hasSize(1);
    }

    @Test
    void otherBranchesAndTagsAreStoredAndNotBuilt() {
        git.write("index.html", "one").commit("One");
        git.run("tag", "v1").expect(0);

        String output = git.run("push", "slipway", "main:draft", "v1").expect(0).output();

        assertThat(output)
                .contains("draft is stored. Only main is built.", "To build it push draft:main.")
                .contains("v1 is stored.");
        assertThat(server.builds.queued).isEmpty();
        assertThat(git.run("push", "slipway", ":draft").expect(0).output()).contains("draft is deleted.");
    }

    @Test
    void deployBranchIsNotDeleted() {
        String id = git.write("index.html", "one").commit("One");
        git.run("push", "-o", "detach", "slipway", "main").expect(0);

        GitClient.Result push = git.run("push", "slipway", ":main").expect(1);

        assertThat(push.output()).contains("the deploy branch cannot be deleted");
        assertThat(git.run("ls-remote", "slipway").output()).contains(id);
    }

    @Test
    void forcePushBuildsAndTheEarlierCommitIsUnchanged() {
        String first = git.write("index.html", "one").commit("One");
        git.run("push", "-o", "detach", "slipway", "main").expect(0);
        git.run("commit", "-q", "--amend", "-m", "Other").expect(0);
        git.run("push", "-o", "detach", "slipway", "main").expect(1);
        git.run("push", "-f", "-o", "detach", "slipway", "main").expect(0);
        git.run("reset", "-q", "--hard", first).expect(0);

        String output = git.run("push", "-f", "slipway", "main").expect(0).output();

        assertThat(server.builds.queued).hasSize(2);
        assertThat(output).contains("Nothing to build: build 1 was made from this commit.");
    }

    @Test
    void commitWithoutFilesIsStoredAndNotBuilt() {
        git.commit("Nothing yet");

        String output = git.run("push", "slipway", "main").expect(0).output();

        assertThat(output).contains("nothing to build: the commit has no files");
        assertThat(server.builds.queued).isEmpty();
    }

    @Test
    void refusedQueueIsToldAndTriedAgain() {
        String id = git.write("index.html", "one").commit("One");
        server.builds.refuse(PlatformException.of(ErrorCode.QUEUE_FULL, "The queue is full.", "Wait."));
        UnbuiltTips tips = new UnbuiltTips(server.repositories, server.builds);

        String output = git.run("push", "slipway", "main").expect(0).output();
        assertThat(output).contains("could not be queued yet: The queue is full.");
        assertThat(tips.find(server.application)).contains(id);

        server.builds.refuse(null);
        assertThat(tips.queue(server.target("ada"))).isPresent();
        assertThat(tips.find(server.application)).isEmpty();
        assertThat(server.builds.commits()).containsExactly(id);
    }

    @Test
    void pushesAtTheSameTimeAreAllAnsweredAndTheLastIsBuiltLast() {
        git.write("index.html", "one").commit("One");
        git.run("push", "-o", "detach", "slipway", "main").expect(0);
        try (GitClient.Running one = git.start("push", "-o", "detach", "slipway", "main:a");
                GitClient.Running two = git.start("push", "-o", "detach", "slipway", "main:b");
                GitClient.Running three = git.start("push", "-o", "detach", "slipway", "main:c")) {
            one.end().expect(0);
            two.end().expect(0);
            three.end().expect(0);
        }
        assertThat(git.run("ls-remote", "--heads", "slipway").output().lines()).hasSize(4);
    }
}

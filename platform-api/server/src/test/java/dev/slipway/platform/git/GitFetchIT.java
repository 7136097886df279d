package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.SourceReference.OfCommit;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTree.Entry;
import dev.slipway.model.source.SourceTree.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class GitFetchIT {
    @TempDir
    Path work;

    private GitServer server;
    private GitClient git;
    private String id;

    @BeforeEach
    void startWithOnePush() throws IOException {
        server = new GitServer(
                work.resolve("repositories"), FixedGitConfig.defaults().withOperations(1, Duration.ofMillis(300)));
        git = GitClient.at(work.resolve("ada"), server.url("ada"));
        git.write("index.html", "hello").write("bin/run", "#!/bin/sh\n");
        Files.setPosixFilePermissions(work.resolve("ada/bin/run"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(work.resolve("ada/start"), Path.of("bin/run"));
        id = git.commit("Say hello\n\nAt length.");
        git.run("push", "-o", "detach", "slipway", "main").expect(0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void everyProtocolVersionClonesAndFetches(int version) {
        String protocol = "protocol.version=" + version;
        git.run("-c", protocol, "clone", "-q", server.url("vera"), "again").expect(0);
        GitClient clone = new GitClient(work.resolve("ada/again"));
        assertThat(clone.run("rev-parse", "HEAD").output().strip()).isEqualTo(id);
        assertThat(clone.run("symbolic-ref", "HEAD").output().strip()).isEqualTo("refs/heads/main");

        String second = git.write("index.html", "two").commit("Two");
        git.run("push", "-o", "detach", "slipway", "main").expect(0);
        clone.run("-c", protocol, "pull", "-q").expect(0);
        assertThat(clone.run("rev-parse", "HEAD").output().strip()).isEqualTo(second);
        assertThat(clone.run("fsck", "--strict").expect(0).output()).doesNotContain("error");
    }

    @Test
    void compressedRequestsAreRead() {
        for (int i = 0; i < 40; i++) {
            git.write("page" + i, "page " + i).commit("Page " + i);
            git.run("tag", "v" + i).expect(0);
        }
        git.run("push", "-q", "-o", "detach", "slipway", "main", "--tags").expect(0);
        git.run("clone", "-q", server.url("vera"), "again").expect(0);

        assertThat(server.encodings).contains("gzip");
        assertThat(server.protocols).contains("version=2");
    }

    @Test
    void ownRefsAreHidden() {
        server.builds.refuse(PlatformException.notFound("Room"));
        git.write("index.html", "two").commit("Two");
        git.run("push", "slipway", "main").expect(0);

        for (int version = 0; version < 3; version++) {
            assertThat(git.run("-c", "protocol.version=" + version, "ls-remote", "slipway")
                            .expect(0)
                            .output())
                    .contains("refs/heads/main")
                    .doesNotContain("refs/slipway");
        }
    }

    @Test
    void emptyRepositoryIsCloned() {
        try (GitServer empty = new GitServer(work.resolve("others"), FixedGitConfig.defaults())) {
            assertThat(git.run("clone", empty.url("vera"), "empty").expect(0).output())
                    .contains("empty repository");
        }
    }

    @Test
    void strangersAreAskedForAPassword() throws Exception {
        HttpResponse<String> answer = get(null);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .contains("Basic realm=\"Slipway\", charset=\"UTF-8\"");
        assertThat(git.run("ls-remote", server.url("eve")).expect(128).output()).contains("Authentication failed");
    }

    @Test
    void unknownRepositoryIsNotFoundAndSaysSo() {
        String url = server.url("ada").replace("web.git", "wab.git");

        assertThat(git.run("ls-remote", url).expect(128).output())
                .contains("The application shop/wab was not found.")
                .contains("not found");
    }

    @Test
    void answersAreNotCached() throws Exception {
        HttpResponse<String> answer = get("ada:secret");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache, max-age=0, must-revalidate");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-git-upload-pack-advertisement");
    }

    private HttpResponse<String> get(String user) throws Exception {
        URI address = URI.create(server.url("x").replace("x:secret@", "") + "/info/refs?service=git-upload-pack");
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (user != null) {
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes()));
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void oneTooManyIsToldToComeBackLater() throws Exception {
        GitRequest request = new GitRequest(
                "shop",
                "web",
                "Basic " + Base64.getEncoder().encodeToString("ada:secret".getBytes()),
                null,
                "application/x-git-upload-pack-request",
                null,
                new ByteArrayInputStream(new byte[0]));
        try (GitAnswer held = server.service.serve(request, Service.FETCH)) {
            assertThat(held.status()).isEqualTo(200);
            try (GitAnswer busy = server.service.serve(request, Service.FETCH)) {
                assertThat(busy.status()).isEqualTo(503);
                assertThat(busy.headers()).containsEntry("Retry-After", "60");
            }
        }
        try (GitAnswer free = server.service.serve(request, Service.FETCH)) {
            assertThat(free.status()).isEqualTo(200);
        }
    }

    @Test
    void sourceTreeGivesFilesInOrderWithTheirContent() throws IOException {
        JgitSourceTrees trees = TestTrees.of(work.resolve("submodules"), server.repositories);
        try (SourceTree tree = trees.open(server.application, new OfCommit(id, false))) {
            assertThat(tree.entries())
                    .extracting(Entry::path, Entry::kind, Entry::size)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("bin/run", Kind.EXECUTABLE, 10L),
                            org.assertj.core.groups.Tuple.tuple("index.html", Kind.FILE, 5L),
                            org.assertj.core.groups.Tuple.tuple("start", Kind.LINK, 7L));
            assertThat(tree.open(tree.entries().get(1))).hasContent("hello");
            assertThat(tree.open(tree.entries().get(2))).hasContent("bin/run");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "main", "0000000000000000000000000000000000000000", "../x"})
    void sourceTreeOfNoCommitIsNotFound(String commit) {
        JgitSourceTrees trees = TestTrees.of(work.resolve("submodules"), server.repositories);

        assertThatThrownBy(() -> trees.open(server.application, new OfCommit(commit, false)))
                .isInstanceOf(PlatformException.class);
        assertThatThrownBy(() -> trees.open(UUID.randomUUID(), new OfCommit(id, false)))
                .isInstanceOf(PlatformException.class);
    }

    @Test
    void commitsAreFoundByHashBranchAndTagOnly() {
        git.run("tag", "-a", "v1", "-m", "One").expect(0);
        git.run("push", "slipway", "v1").expect(0);
        Commits commits = new Commits(server.repositories);

        assertThat(commits.find(server.application, id))
                .hasValueSatisfying(commit -> assertThat(commit.message()).isEqualTo("Say hello"));
        assertThat(commits.find(server.application, "main")).isPresent();
        assertThat(commits.find(server.application, "v1"))
                .hasValueSatisfying(commit -> assertThat(commit.id()).isEqualTo(id));
        assertThat(commits.find(server.application, "HEAD~0")).isEmpty();
        assertThat(commits.find(server.application, "refs/slipway/pending")).isEmpty();
        assertThat(commits.find(server.application, ":/hello")).isEmpty();
    }

    @Test
    void deletedRepositoryIsGoneAndMadeAgainEmpty() {
        server.repositories.delete(server.application);
        server.repositories.delete(server.application);
        assertThat(server.files()).noneMatch(file -> file.contains(server.application.toString()));

        server.repositories.create(server.application, "release");
        server.repositories.create(server.application, "main");
        assertThat(server.repository().resolve("HEAD")).hasContent("ref: refs/heads/main");
    }
}

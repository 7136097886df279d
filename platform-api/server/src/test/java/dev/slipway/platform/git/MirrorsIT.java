package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.GitRef;
import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.SourceMirrors.Fetched;
import dev.slipway.model.source.SourceReference.OfCommit;
import dev.slipway.model.source.SourceTree;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorsIT {
    private final UUID application = UUID.randomUUID();
    private GitHttpBackend backend;
    private GitClient ada;
    private String first;

    @TempDir
    Path work;

    @BeforeEach
    void serveOneRepository() {
        backend = new GitHttpBackend(work.resolve("remote"));
        ada = GitClient.at(work.resolve("remote/shop"), "http://127.0.0.1/nowhere");
        ada.write("index.html", "one");
        first = ada.commit("One");
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    private Mirrors mirrors(FixedSourceConfig config) {
        return new Mirrors(
                config, FixedGitConfig.defaults(), new Repositories(work.resolve("mirrors")), FixedCredentials.NONE);
    }

    private Fetched fetch(String ref) throws InterruptedException {
        return mirrors(FixedSourceConfig.loopback()).fetch(application, url("shop/.git"), ref(ref));
    }

    private GitUrl url(String path) {
        return GitUrl.parse(backend.url(path));
    }

    private static GitRef ref(String name) {
        return name == null ? null : new GitRef(name);
    }

    private FailedBuild failure(FixedSourceConfig config, GitUrl url, String ref) {
        return catchThrowableOfType(FailedBuild.class, () -> mirrors(config).fetch(application, url, ref(ref)));
    }

    @Test
    void withoutARefTheRemotesOwnBranchIsTakenWhateverItsName() throws Exception {
        ada.run("checkout", "-q", "-b", "trunk").expect(0);
        ada.write("index.html", "two");
        String second = ada.commit("Two");

        Fetched fetched = fetch(null);

        assertThat(fetched.defaultBranch()).isEqualTo("trunk");
        assertThat(fetched.commit().id()).isEqualTo(second);
        assertThat(fetched.commit().message()).isEqualTo("Two");
        assertThat(fetched.commit().author()).isEqualTo("Ada Lovelace <ada@example.org>");
        assertThat(fetched.commit().ref()).isEqualTo("refs/heads/trunk");
        assertThat(fetched.bytes()).isPositive();
        try (Repository mirror = mirrors(FixedSourceConfig.loopback()).open(application)) {
            assertThat(mirror.getFullBranch()).isEqualTo("refs/heads/trunk");
        }
    }

    @Test
    void branchesTagsAndHashesAreFound() throws Exception {
        ada.run("tag", "-a", "v1", "-m", "Version one").expect(0);
        ada.run("checkout", "-q", "-b", "feature/two").expect(0);
        String second = ada.commit("Two");
        ada.run("checkout", "-q", "main").expect(0);

        assertThat(fetch("main").commit().id()).isEqualTo(first);
        assertThat(fetch("v1").commit().id()).isEqualTo(first);
        assertThat(fetch("refs/tags/v1").commit().id()).isEqualTo(first);
        assertThat(fetch("feature/two").commit().id()).isEqualTo(second);
        assertThat(fetch(second).commit().id()).isEqualTo(second);
    }

    @Test
    void theMirrorFollowsNewCommitsForcedOnesAndDeletedBranches() throws Exception {
        ada.run("branch", "gone").expect(0);
        fetch(null);
        ada.write("index.html", "two");
        String second = ada.commit("Two");
        ada.run("branch", "-D", "gone").expect(0);

        assertThat(fetch(null).commit().id()).isEqualTo(second);
        assertThat(catchThrowableOfType(FailedBuild.class, () -> fetch("gone")).reason())
                .isEqualTo(FailureReason.SourceRefNotFound);

        ada.run("reset", "-q", "--hard", first).expect(0);
        ada.write("index.html", "other");
        String third = ada.commit("Other");
        assertThat(fetch(null).commit().id()).isEqualTo(third);
        // A build of the commit that was there before can be retried.
        assertThat(fetch(second).commit().id()).isEqualTo(second);
        assertThat(git("fsck", "--strict", "--no-dangling").expect(0).output().lines())
                .allMatch(line -> line.startsWith("warning: core.fsync"));
    }

    private GitClient.Result git(String... arguments) {
        return new GitClient(work.resolve("mirrors/" + application + ".git")).run(arguments);
    }

    @Test
    void whatIsThereAlreadyIsNotFetchedAgain() throws Exception {
        ada.write("big.bin", new byte[0]);
        byte[] noise = new byte[1 << 20];
        new java.util.Random(1).nextBytes(noise);
        ada.write("big.bin", noise);
        ada.commit("Big");
        long whole = fetch(null).bytes();
        ada.write("index.html", "two");
        ada.commit("Small");

        assertThat(whole).isGreaterThan(1 << 20);
        assertThat(fetch(null).bytes()).isLessThan(64 << 10);
        assertThat(fetch(null).bytes()).isLessThan(4 << 10);
    }

    @Test
    void aMissingRefSaysWhatThereIs() {
        ada.run("branch", "next").expect(0);

        FailedBuild failure = failure(FixedSourceConfig.loopback(), url("shop/.git"), "release");

        assertThat(failure.reason()).isEqualTo(FailureReason.SourceRefNotFound);
        assertThat(failure).hasMessageContaining("release");
        assertThat(failure.evidence()).containsExactly("main", "next");
    }

    @Test
    void anEmptyRepositoryHasNothingToBuild() {
        GitClient.at(work.resolve("remote/empty"), "http://127.0.0.1/nowhere");

        assertThat(failure(FixedSourceConfig.loopback(), url("empty/.git"), null)
                        .reason())
                .isEqualTo(FailureReason.SourceRefNotFound);
    }

    @ParameterizedTest
    @CsvSource({
        "401, SourceAuthenticationRequired",
        "403, SourceAuthenticationRequired",
        "404, SourceRepositoryNotFound",
        "410, SourceRepositoryNotFound",
        "429, SourceUnreachable",
        "500, SourceUnreachable",
        "503, SourceUnreachable"
    })
    void whatTheServerAnswersIsTheReason(int status, FailureReason reason) {
        backend.status("odd", status);

        assertThat(failure(FixedSourceConfig.loopback(), url("odd/shop.git"), null)
                        .reason())
                .isEqualTo(reason);
    }

    @Test
    void aWebPageIsNoRepository() {
        backend.answer("page", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("<h1>Hello</h1>".getBytes(StandardCharsets.UTF_8));
        });

        assertThat(failure(FixedSourceConfig.loopback(), url("page/shop.git"), null)
                        .reason())
                .isEqualTo(FailureReason.SourceRepositoryNotFound);
    }

    @Test
    void aRepositoryThatIsNotThereIsSaidSo() {
        assertThat(failure(FixedSourceConfig.loopback(), url("nothing.git"), null)
                        .reason())
                .isEqualTo(FailureReason.SourceRepositoryNotFound);
    }

    @Test
    void nobodyListensOrNobodyKnowsTheHost() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(failure(FixedSourceConfig.loopback(), GitUrl.parse("http://127.0.0.1:" + free + "/a.git"), null)
                        .reason())
                .isEqualTo(FailureReason.SourceUnreachable);
        assertThat(failure(FixedSourceConfig.loopback(), GitUrl.parse("https://no-such-host.invalid/a.git"), null)
                        .reason())
                .isEqualTo(FailureReason.SourceHostUnknown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "localhost", "localhost.localdomain", "0.0.0.0", "[::1]", "[::ffff:7f00:1]", "[::]"
            })
    void noFormOfAnAddressOfThisMachineIsReached(String host) {
        FailedBuild failure = failure(
                FixedSourceConfig.closed(), GitUrl.parse("http://" + host + ":" + backend.port() + "/shop/.git"), null);

        assertThat(failure.reason()).isIn(FailureReason.SourceAddressRefused, FailureReason.SourceHostUnknown);
        assertThat(backend.requests()).isZero();
    }

    @Test
    void aRefusedAddressAnswersTheSameWhetherSomebodyListensOrNot() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        String open =
                failure(FixedSourceConfig.closed(), url("shop/.git"), null).getMessage();
        String shut = failure(FixedSourceConfig.closed(), GitUrl.parse("http://127.0.0.1:" + free + "/a.git"), null)
                .getMessage();

        assertThat(open).isEqualTo(shut);
    }

    @Test
    void aRedirectIsFollowedAndItsTargetIsCheckedAgain() throws Exception {
        backend.answer("moved", exchange -> {
            String there = exchange.getRequestURI().toString().replace("/moved/", "/shop/");
            exchange.getResponseHeaders().set("Location", backend.url(there.substring(1)));
            exchange.sendResponseHeaders(302, -1);
        });
        assertThat(mirrors(FixedSourceConfig.loopback())
                        .fetch(application, url("moved/.git"), null)
                        .commit()
                        .id())
                .isEqualTo(first);

        backend.answer("inward", exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", "http://127.0.0.2:" + backend.port() + "/shop/.git/info/refs");
            exchange.sendResponseHeaders(302, -1);
        });
        int before = backend.requests();
        assertThat(failure(FixedSourceConfig.closed().allowing("127.0.0.1"), url("inward/shop.git"), null)
                        .reason())
                .isEqualTo(FailureReason.SourceAddressRefused);
        assertThat(backend.requests()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://127.0.0.1/shop/.git/info/refs",
                "http://ada:secret@127.0.0.1/shop/.git/info/refs",
                "//127.0.0.1",
                "/round/.git/info/refs?service=git-upload-pack"
            })
    void otherRedirectsLeadNowhere(String location) {
        backend.answer("round", exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(301, -1);
        });

        assertThat(failure(FixedSourceConfig.loopback(), url("round/.git"), null))
                .isNotNull();
        assertThat(backend.requests()).isLessThanOrEqualTo(4);
    }

    @Test
    void tooMuchIsCutOffAndLeavesNothing() throws IOException {
        byte[] noise = new byte[2 << 20];
        new java.util.Random(1).nextBytes(noise);
        ada.write("noise.bin", noise);
        ada.commit("Noise");

        FailedBuild failure = failure(FixedSourceConfig.loopback().withPack("1Mi"), url("shop/.git"), null);

        assertThat(failure.reason()).isEqualTo(FailureReason.SourceTooLarge);
        assertNothingIncoming();
    }

    @Test
    void anEndlessListOfRefsIsCutOff() {
        backend.answer("endless", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-advertisement");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("001e# service=git-upload-pack\n0000".getBytes(StandardCharsets.UTF_8));
            String line = "0123456789012345678901234567890123456789 refs/heads/b%012d\n";
            for (long n = 0; ; n++) {
                String text = line.formatted(n);
                exchange.getResponseBody()
                        .write("%04x%s".formatted(text.length() + 4, text).getBytes(StandardCharsets.UTF_8));
            }
        });

        assertThat(failure(FixedSourceConfig.loopback(), url("endless/a.git"), null)
                        .reason())
                .isEqualTo(FailureReason.SourceTooLarge);
    }

    @Test
    void aSilentServerIsGivenUpAtTheTimeLimit() throws IOException {
        backend.stall("silent");

        assertThat(failure(FixedSourceConfig.loopback().withTimeout(Duration.ofMillis(300)), url("silent/a.git"), null)
                        .reason())
                .isEqualTo(FailureReason.SourceTimeout);
        assertNothingIncoming();
    }

    @Test
    void anInterruptEndsAFetchWithinASecond() throws Exception {
        backend.stall("shop/.git/git-upload-pack");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread fetch = Thread.ofVirtual().start(() -> {
            try {
                fetch(null);
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        Awaitility.await().until(() -> backend.requests() >= 2);

        fetch.interrupt();
        assertThat(fetch.join(Duration.ofSeconds(1))).isTrue();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertNothingIncoming();
    }

    private void assertNothingIncoming() throws IOException {
        try (Stream<Path> left = Files.list(work.resolve("mirrors/.incoming"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void filesAreReadOnlyWhereTheAdministratorSays() throws Exception {
        Path outside = work.resolve("outside");
        GitClient.at(outside, "http://127.0.0.1/nowhere").commit("Secret");
        Files.createSymbolicLink(work.resolve("remote/link"), outside);
        FixedSourceConfig open = FixedSourceConfig.closed().withFiles(work.resolve("remote"));
        GitUrl shop = GitUrl.parse("file://" + work.resolve("remote/shop/.git"));

        assertThat(failure(FixedSourceConfig.loopback(), shop, null).reason())
                .isEqualTo(FailureReason.SourceAddressRefused);
        assertThat(failure(open, GitUrl.parse("file://" + outside + "/.git"), null)
                        .reason())
                .isEqualTo(FailureReason.SourceAddressRefused);
        assertThat(failure(open, GitUrl.parse("file://" + work.resolve("remote/link/.git")), null)
                        .reason())
                .isEqualTo(FailureReason.SourceRepositoryNotFound);
        assertThat(mirrors(open).fetch(application, shop, null).commit().id()).isEqualTo(first);
    }

    @Test
    void theMirrorGivesTheTreeOfAnyCommitItHas() throws Exception {
        fetch(null);
        ada.write("index.html", "two");
        String second = ada.commit("Two");
        fetch(null);
        JgitSourceTrees trees = TestTrees.of(
                work.resolve("submodules"),
                new Repositories(work.resolve("repositories")),
                mirrors(FixedSourceConfig.loopback()).repositories());

        for (String commit : List.of(first, second)) {
            try (SourceTree tree = trees.open(application, new OfCommit(commit, false))) {
                assertThat(tree.entries()).extracting(SourceTree.Entry::path).containsExactly("index.html");
            }
        }
        mirrors(FixedSourceConfig.loopback()).delete(application);
        assertThatThrownBy(() -> trees.open(application, new OfCommit(first, false)))
                .hasMessageContaining("not found");
    }
}

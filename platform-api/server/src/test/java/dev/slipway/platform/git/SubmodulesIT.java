package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.SourceReference.OfCommit;
import dev.slipway.model.source.SourceSubmodules.Brought;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTree.Entry;
import dev.slipway.model.source.SourceTree.Kind;
import dev.slipway.platform.source.SourceCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Submodules of a repository elsewhere, fetched by http from git's own server and read as a build reads them.
class SubmodulesIT {
    private final UUID application = UUID.randomUUID();
    private GitHttpBackend forge;
    private Remotes remotes;
    private Instant now = Instant.now();

    @TempDir
    Path work;

    @BeforeAll
    static void measure() {
        GitServer.measureFileSystem();
    }

    @BeforeEach
    void serve() {
        forge = new GitHttpBackend(work.resolve("remote"));
        remotes = new Remotes(work.resolve("remote"));
    }

    @AfterEach
    void stop() {
        forge.close();
    }

    private Repositories mirrors() {
        return new Repositories(work.resolve("mirrors"));
    }

    private SubmoduleStore store() {
        return new SubmoduleStore(new Repositories(work.resolve("submodules")), () -> now);
    }

    /// As a build does it: the mirror first.
    private List<Brought> fetch(FixedSourceConfig config, SourceCredentials credentials, GitUrl url)
            throws InterruptedException {
        String commit = new Mirrors(config, FixedGitConfig.defaults(), mirrors(), FixedCredentials.NONE)
                .fetch(application, url, null)
                .commit()
                .id();
        return new Submodules(
                        config, FixedGitConfig.defaults(), credentials, new CommitPlaces(List.of(mirrors())), store())
                .fetch(application, commit, url);
    }

    private GitUrl url(String repository) {
        return GitUrl.parse(forge.url(repository + "/.git"));
    }

    private List<Brought> fetch(String repository) throws InterruptedException {
        return fetch(FixedSourceConfig.loopback(), FixedCredentials.NONE, url(repository));
    }

    private FailedBuild failure(FixedSourceConfig config, SourceCredentials credentials) {
        return catchThrowableOfType(FailedBuild.class, () -> fetch(config, credentials, url("shop")));
    }

    private FailedBuild failure() {
        return failure(FixedSourceConfig.loopback(), FixedCredentials.NONE);
    }

    private Map<String, String> files(String commit, boolean submodules) throws IOException {
        JgitSourceTrees trees =
                new JgitSourceTrees(FixedGitConfig.defaults(), new CommitPlaces(List.of(mirrors())), store());
        Map<String, String> files = new TreeMap<>();
        try (SourceTree tree = trees.open(application, new OfCommit(commit, submodules))) {
            for (Entry entry : tree.entries()) {
                files.put(entry.path(), entry.kind() == Kind.SUBMODULE ? "(submodule)" : text(tree, entry));
            }
        }
        return files;
    }

    private static String text(SourceTree tree, Entry entry) throws IOException {
        try (InputStream content = tree.open(entry)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void submodulesAndThoseInThemTakeTheirPlaces() throws Exception {
        String deep = remotes.commit("deep", "deep.txt", "deep");
        remotes.link("lib", "inner/deep", "../../deep/.git", deep);
        String lib = remotes.commit("lib", "lib.txt", "lib");
        remotes.commit("lib", "lib.txt", "newer");
        remotes.link("shop", "vendor/lib", forge.url("lib/.git"), lib);
        String shop = remotes.commit("shop", "index.html", "shop");

        List<Brought> brought = fetch("shop");

        assertThat(brought).extracting(Brought::path).containsExactly("vendor/lib", "vendor/lib/inner/deep");
        assertThat(brought).extracting(Brought::commit).containsExactly(lib, deep);
        assertThat(brought.getLast().url()).hasToString(forge.url("deep/.git"));
        assertThat(brought).allMatch(one -> one.bytes() > 1);
        assertThat(files(shop, true))
                .containsEntry("index.html", "shop")
                .containsEntry("vendor/lib/lib.txt", "lib")
                .containsEntry("vendor/lib/inner/deep/deep.txt", "deep")
                .doesNotContainValue("(submodule)");
        assertThat(files(shop, false))
                .containsEntry("vendor/lib", "(submodule)")
                .doesNotContainKey("vendor/lib/lib.txt");
    }

    @Test
    void whatIsHereIsNotFetchedAgainAndComesWithoutItsHistory() throws Exception {
        byte[] noise = new byte[1 << 20];
        new java.util.Random(1).nextBytes(noise);
        remotes.at("lib").write("big.bin", noise);
        remotes.commit("lib", "lib.txt", "old");
        remotes.at("lib").write("big.bin", new byte[0]);
        String lib = remotes.commit("lib", "lib.txt", "new");
        remotes.commit("lib", "lib.txt", "newest");
        remotes.link("shop", "lib", "../../lib/.git", lib);
        remotes.commit("shop", "index.html", "one");

        assertThat(fetch("shop").getFirst().bytes()).isLessThan(64 << 10);
        remotes.commit("shop", "index.html", "two");
        forge.status("lib", 404);
        assertThat(fetch("shop").getFirst().bytes()).isZero();
    }

    /// JGit's own server, which reads a directory, gives tips of branches alone.
    @Test
    void whoGivesNoSingleCommitIsAskedForTheHistory() throws Exception {
        String lib = remotes.commit("lib", "lib.txt", "old");
        remotes.commit("lib", "lib.txt", "new");
        remotes.link("shop", "lib", "../../lib/.git", lib);
        String shop = remotes.commit("shop", "index.html", "shop");

        fetch(
                FixedSourceConfig.closed().withFiles(work.resolve("remote")),
                FixedCredentials.NONE,
                GitUrl.parse("file://" + work.resolve("remote/shop/.git")));

        assertThat(files(shop, true)).containsEntry("lib/lib.txt", "old");
    }

    @Test
    void whatGitmodulesLeavesOutStaysEmpty() throws Exception {
        String lib = remotes.commit("lib", "lib.txt", "lib");
        remotes.link("shop", "lib", "../../nowhere/.git\n\tupdate = none", lib);
        String shop = remotes.commit("shop", "index.html", "shop");

        assertThat(fetch("shop")).isEmpty();
        assertThat(files(shop, true)).containsEntry("lib", "(submodule)");
    }

    @Test
    void everySubmoduleIsShownItsOwnCredentialAndNoOther() throws Exception {
        try (GitHttpBackend other = new GitHttpBackend(work.resolve("other"))) {
            String lib = new Remotes(work.resolve("other")).commit("lib", "lib.txt", "lib");
            String open = remotes.commit("open", "open.txt", "open");
            remotes.link("shop", "lib", other.url("lib/.git"), lib);
            remotes.link("shop", "open", "../../open/.git", open);
            remotes.commit("shop", "index.html", "shop");
            other.only("ada", "canary-31");

            FailedBuild missing = failure();
            assertThat(missing.reason()).isEqualTo(FailureReason.SourceAuthenticationRequired);
            assertThat(missing)
                    .hasMessageStartingWith("The submodule lib (" + other.url("lib/.git") + "): 127.0.0.1 answers 401");
            assertThat(missing.getMessage()).doesNotContain("canary");

            List<Brought> brought = fetch(
                    FixedSourceConfig.loopback(),
                    new CredentialsByUrl(Map.of(other.url("lib"), "canary-31", forge.url("shop"), "canary-7")),
                    url("shop"));
            assertThat(brought).extracting(Brought::credential).containsExactly("ada", null);
            assertThat(forge.shown()).allMatch(String::isEmpty);
        }
    }

    @Test
    void everyAddressIsCheckedAsThatOfTheSource() {
        String lib = remotes.commit("lib", "lib.txt", "lib");
        for (String url :
                List.of("http://192.168.255.254/lib.git", "http://[::1]/lib.git", "https://localhost/lib.git")) {
            remotes.link("shop", "lib", url, lib);
            remotes.commit("shop", "index.html", url);

            FailedBuild refused = failure(FixedSourceConfig.loopback().allowing("127.0.0.1/32"), FixedCredentials.NONE);
            assertThat(refused.reason()).isIn(FailureReason.SourceAddressRefused, FailureReason.SourceUnreachable);
            assertThat(refused).hasMessageStartingWith("The submodule lib (" + url + "): ");
        }
    }

    @Test
    void aRedirectToAnAddressThatIsNotAllowedIsNotFollowed() {
        String lib = remotes.commit("lib", "lib.txt", "lib");
        remotes.link("shop", "lib", "../../moved/.git", lib);
        remotes.commit("shop", "index.html", "shop");
        forge.answer("moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://192.168.255.254/lib.git/info/refs");
            exchange.sendResponseHeaders(302, -1);
        });

        assertThat(failure().reason()).isEqualTo(FailureReason.SourceAddressRefused);
    }

    @Test
    void filesOfThisMachineAreNotReadBecauseAServerNamesThem() {
        String lib = remotes.commit("lib", "lib.txt", "lib");
        remotes.link("shop", "lib", "file://" + work.resolve("remote/lib/.git"), lib);
        remotes.commit("shop", "index.html", "shop");

        FailedBuild refused =
                failure(FixedSourceConfig.loopback().withFiles(work.resolve("remote")), FixedCredentials.NONE);

        assertThat(refused.reason()).isEqualTo(FailureReason.SourceSubmoduleUnusable);
        assertThat(refused).hasMessageContaining("must not begin with file://");
    }

    @Test
    void aCommitThatIsNotThereAndAGitlinkThatNobodyNamesAreSaid() {
        remotes.commit("lib", "lib.txt", "lib");
        String nowhere = "c0ffee".repeat(6) + "c0ff";
        remotes.link("shop", "vendor/lib", "../../lib/.git", nowhere);
        remotes.commit("shop", "index.html", "shop");

        FailedBuild failure = failure();
        assertThat(failure.reason()).isEqualTo(FailureReason.SourceSubmoduleUnusable);
        assertThat(failure)
                .hasMessage("The submodule vendor/lib (" + forge.url("lib/.git") + "): The repository has no commit "
                        + nowhere + ".");

        remotes.at("shop").write(".gitmodules", "");
        remotes.commit("shop", "index.html", "two");
        assertThat(failure()).hasMessage(".gitmodules has no entry for the path vendor/lib.");
    }

    @Test
    void moreThanTwentyInAllAreRefused() throws Exception {
        String lib = remotes.commit("lib", "lib.txt", "lib");
        for (int i = 1; i <= SubmoduleFiles.MOST; i++) {
            remotes.link("shop", "lib" + i, "../../lib/.git", lib);
        }
        remotes.commit("shop", "index.html", "shop");
        assertThat(fetch("shop")).hasSize(SubmoduleFiles.MOST);

        remotes.link("shop", "one-more", "../../lib/.git", lib);
        remotes.commit("shop", "index.html", "too many");
        assertThat(failure()).hasMessageContaining("more than 20 submodules");
    }

    @Test
    void deeperThanFiveIsRefused() throws Exception {
        String below = remotes.commit("r0", "a.txt", "0");
        for (int i = 1; i <= SubmoduleFiles.DEEPEST + 1; i++) {
            String name = i == SubmoduleFiles.DEEPEST ? "shop" : "r" + i;
            remotes.link(name, "sub", "../../" + remotes.newest + "/.git", below);
            below = remotes.commit(name, "a.txt", "" + i);
        }
        assertThat(fetch("shop")).hasSize(SubmoduleFiles.DEEPEST);

        assertThat(catchThrowableOfType(FailedBuild.class, () -> fetch("r6")))
                .hasMessageContaining("nested deeper than 5");
    }

    @Test
    void allTogetherHaveTheBytesAndTheTimeOfOneFetch() {
        byte[] noise = new byte[200 << 10];
        new java.util.Random(1).nextBytes(noise);
        for (String name : List.of("a", "b")) {
            noise[0]++;
            remotes.at(name).write("noise.bin", noise);
            remotes.link("shop", name, "../../" + name + "/.git", remotes.commit(name, "x", name));
        }
        remotes.commit("shop", "index.html", "shop");

        FailedBuild large = failure(FixedSourceConfig.loopback().withPack("300Ki"), FixedCredentials.NONE);
        assertThat(large.reason()).isEqualTo(FailureReason.SourceTooLarge);
        assertThat(large).hasMessageStartingWith("The submodule b (");

        forge.stall("b");
        FailedBuild late =
                failure(FixedSourceConfig.loopback().withTimeout(Duration.ofSeconds(2)), FixedCredentials.NONE);
        assertThat(late.reason()).isEqualTo(FailureReason.SourceTimeout);
    }

    @Test
    void whatIsGoneIsNoSourceAnyMore() throws Exception {
        String lib = remotes.commit("lib", "lib.txt", "lib");
        remotes.link("shop", "lib", "../../lib/.git", lib);
        String shop = remotes.commit("shop", "index.html", "shop");
        fetch("shop");
        store().delete(application);

        assertThatThrownBy(() -> files(shop, true))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("Commit " + lib + " of the submodule lib");
        fetch("shop");
        assertThat(files(shop, true)).containsEntry("lib/lib.txt", "lib");
    }

    @Test
    void treesThatBuildsWantOutliveUpkeepAndOthersGo() throws Exception {
        String old = remotes.commit("lib", "lib.txt", "old");
        remotes.link("shop", "lib", "../../lib/.git", old);
        String first = remotes.commit("shop", "index.html", "one");
        fetch("shop");
        String lib = remotes.commit("lib", "lib.txt", "new");
        remotes.link("shop", "lib", "../../lib/.git", lib);
        String second = remotes.commit("shop", "index.html", "two");
        fetch("shop");
        assertThat(files(first, true)).containsEntry("lib/lib.txt", "old");

        now = now.plus(SubmoduleStore.KEPT).plusSeconds(60);
        fetch("shop");
        tidied();

        assertThat(files(second, true)).containsEntry("lib/lib.txt", "new");
        assertThatThrownBy(() -> files(first, true)).hasMessageContaining("Commit " + old);
        assertThat(new GitClient(work.resolve("submodules/" + application + ".git"))
                        .run("cat-file", "-e", old + "^{tree}")
                        .exit())
                .isNotZero();
    }

    private void tidied() throws Exception {
        try (Repository repository = new Repositories(work.resolve("submodules")).open(application)) {
            RepositoryUpkeep.tidy(repository, Instant.now().plusSeconds(5));
        }
    }

    @Test
    void nothingOfThemIsInTheMirrorThatMembersClone() throws Exception {
        String lib = remotes.commit("lib", "lib.txt", "lib");
        remotes.link("shop", "lib", "../../lib/.git", lib);
        remotes.commit("shop", "index.html", "shop");
        fetch("shop");

        assertThat(new GitClient(work.resolve("mirrors/" + application + ".git"))
                        .run("cat-file", "-e", lib)
                        .exit())
                .isNotZero();
    }
}

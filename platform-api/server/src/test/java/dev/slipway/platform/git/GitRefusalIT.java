package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every push here is refused, says why, and leaves no file behind.
@Timeout(120)
class GitRefusalIT {
    @TempDir
    Path work;

    private GitServer server;
    private GitClient git;
    private Set<String> before;

    @BeforeEach
    void startWithOnePush() {
        server = new GitServer(
                work.resolve("repositories"),
                FixedGitConfig.defaults().withPack("23Mi").withRefs(50));
        git = GitClient.at(work.resolve("ada"), server.url("ada"));
        git.write("index.html", "hello").commit("Say hello");
        git.run("push", "-o", "detach", "slipway", "main").expect(0);
        before = server.files();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        try {
            await().untilAsserted(() -> assertThat(server.files()).isEqualTo(before));
            assertThat(server.builds.queued).hasSize(1);
        } finally {
            server.close();
        }
    }

    @Test
    void fileOf200MegabytesIsRefusedWithAClearMessage() throws IOException {
        random(work.resolve("ada/dump.bin"), 200);
        git.run("config", "core.compression", "0").expect(0);
        git.commit("Add a dump");

        String output = git.run("push", "slipway", "main").expect(1).output();

        assertThat(output)
                .contains("remote: Refused: a file in this push is larger than 100Mi. Nothing was stored.")
                .contains("Object too large");
    }

    @Test
    void fileOf200MegabytesDeletedAgainIsStillRefused() throws IOException {
        Files.write(work.resolve("ada/zeros.bin"), new byte[0]);
        try (OutputStream out = Files.newOutputStream(work.resolve("ada/zeros.bin"))) {
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                out.write(block);
            }
        }
        git.commit("Add");
        git.run("rm", "-q", "zeros.bin").expect(0);
        git.commit("Remove");

        assertThat(git.run("push", "slipway", "main").expect(1).output()).contains("larger than 100Mi");
    }

    @Test
    void pushLargerThanTheLimitIsRefused() throws IOException {
        for (int i = 0; i < 3; i++) {
            random(work.resolve("ada/part" + i), 8 + i);
        }
        git.run("config", "core.compression", "0").expect(0);
        git.commit("Add parts");

        String output = git.run("push", "slipway", "main").expect(1).output();

        assertThat(output).contains("Refused: this push is larger than 23Mi compressed. Nothing was stored.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", ".git", ".GIT", "a/b", "/etc", "git~1"})
    void treeWithAForbiddenNameIsRefused(String name) throws IOException {
        try (Repository repository = open();
                ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId blob = inserter.insert(Constants.OBJ_BLOB, "evil".getBytes());
            commit(repository, inserter, inserter.insert(Constants.OBJ_TREE, RawObjects.tree("100644", name, blob)));
        }
        assertThat(git.run("push", "-f", "slipway", "main").expect(1).output()).contains("Refused:");
    }

    @ParameterizedTest
    @CsvSource({"links/out,../../etc/passwd", "out,/etc/passwd", "out,..", "a/b,../c/../../x"})
    void linkOutOfTheTreeIsRefusedByName(String path, String target) throws IOException {
        Files.createDirectories(work.resolve("ada").resolve(path).getParent());
        Files.createSymbolicLink(work.resolve("ada").resolve(path), Path.of(target));
        git.commit("Link");

        assertThat(git.run("push", "slipway", "main").expect(1).output())
                .contains("The symbolic link " + path + " points out of the repository");
    }

    @Test
    void treeBombIsRefusedQuickly() throws IOException {
        bomb(true);
        assertThat(git.run("push", "-f", "slipway", "main").expect(1).output())
                .contains("more than 100000 files and directories");
    }

    @Test
    void treeBombOfEmptyDirectoriesIsRefusedQuickly() throws IOException {
        bomb(false);
        assertThat(git.run("push", "-f", "slipway", "main").expect(1).output())
                .contains("more than 100000 files and directories");
    }

    private void bomb(boolean withFile) throws IOException {
        try (Repository repository = open();
                ObjectInserter inserter = repository.newObjectInserter()) {
            TreeFormatter leaf = new TreeFormatter();
            if (withFile) {
                leaf.append("f", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, new byte[] {1}));
            }
            ObjectId tree = inserter.insert(leaf);
            for (int level = 0; level < 10; level++) {
                TreeFormatter next = new TreeFormatter();
                for (int i = 0; i < 10; i++) {
                    next.append("d" + i, FileMode.TREE, tree);
                }
                tree = inserter.insert(next);
            }
            commit(repository, inserter, tree);
        }
    }

    @Test
    void deepTreeIsRefused() throws IOException {
        try (Repository repository = open();
                ObjectInserter inserter = repository.newObjectInserter()) {
            TreeFormatter leaf = new TreeFormatter();
            leaf.append("f", FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, new byte[] {1}));
            ObjectId tree = inserter.insert(leaf);
            for (int level = 0; level < 1_500; level++) {
                TreeFormatter next = new TreeFormatter();
                next.append("d", FileMode.TREE, tree);
                tree = inserter.insert(next);
            }
            commit(repository, inserter, tree);
        }
        assertThat(git.run("push", "-f", "slipway", "main").expect(1).output())
                .contains("A path is longer than 1024 bytes");
    }

    @Test
    void otherRefsAreNotTaken() {
        assertThat(git.run("push", "slipway", "main:refs/slipway/pending", "main:other")
                        .expect(1)
                        .output())
                .contains("only branches and tags are stored");
    }

    @Test
    void tooManyRefsAreRefused() {
        String[] push = new String[62];
        push[0] = "push";
        push[1] = "slipway";
        for (int i = 2; i < push.length; i++) {
            push[i] = "main:branch" + i;
        }
        assertThat(git.run(push).expect(1).output()).contains("at most 50 branches and tags");
    }

    @Test
    void oneRefusedRefRefusesThePush() {
        git.write("more.html", "more").commit("More");

        String output =
                git.run("push", "slipway", "main:draft", ":main").expect(1).output();

        assertThat(output).contains("the deploy branch cannot be deleted");
    }

    @Test
    void viewerMayNotPush() {
        git.write("more.html", "more").commit("More");

        assertThat(git.run("push", server.url("vera"), "main").expect(128).output())
                .contains("Pushing needs the role edit.")
                .contains("403");
    }

    @Test
    void nobodyPushesToAGitSource() {
        server.deployBranch = null;
        git.write("more.html", "more").commit("More");

        assertThat(git.run("push", "slipway", "main").expect(128).output())
                .contains("This application is built from its Git URL; nobody pushes here.");
    }

    private Repository open() throws IOException {
        return new FileRepository(work.resolve("ada/.git").toFile());
    }

    private static void commit(Repository repository, ObjectInserter inserter, ObjectId tree) throws IOException {
        ObjectId id = RawObjects.commit(inserter, tree);
        RefUpdate main = repository.updateRef("refs/heads/main");
        main.setNewObjectId(id);
        main.forceUpdate();
    }

    private static void random(Path file, int megabytes) throws IOException {
        Random random = new Random(megabytes);
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < megabytes; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
    }
}

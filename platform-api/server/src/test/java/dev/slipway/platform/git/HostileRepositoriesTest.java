package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.SourceReference;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTree.Entry;
import dev.slipway.platform.submodule.GitModules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Repositories as an attacker makes them, past every check of a push: each is refused with a reason or read
/// harmlessly, and nothing is written anywhere. The fields are those of `security.md` A01, A02 and A04.
class HostileRepositoriesTest {
    private static final List<String> NAMES = List.of(
            "",
            ".",
            "..",
            "...",
            ".git",
            ".GIT",
            ".Git",
            ".git ",
            ".git.",
            "git~1",
            "GIT~1",
            ".g\u200cit",
            "a/b",
            "../x",
            "/etc",
            "//x",
            "a\\b",
            "..\\x",
            "C:",
            "con",
            "-oProxyCommand=touch canary",
            "--upload-pack=touch",
            "$(touch canary)",
            ";touch canary",
            "`touch canary`",
            "a\nb",
            "a\rb",
            "\u001b[31mred",
            "\u202egpj.exe",
            "hooks",
            ".gitmodules",
            ".gitattributes");
    private static final List<String> MODES = List.of("100644", "100755", "120000", "160000", "40000", "100666", "777");
    private static final List<String> CONTENTS = List.of(
            "[submodule \"x\"]\n\tpath = -x\n\turl = ext::sh -c touch% canary\n",
            "[submodule \"../../hooks\"]\n\tpath = x\n\turl = --upload-pack=touch canary\n",
            "[submodule \"x\"]\n\tpath = x\r\n\turl = ./\r\n",
            "* filter=canary diff=canary merge=canary\n",
            "#!/bin/sh\ntouch canary\n",
            "../../../../etc/passwd",
            "/proc/self/environ",
            "");

    @TempDir
    Path directory;

    private final UUID application = UUID.randomUUID();

    @BeforeAll
    static void measure() {
        GitServer.measureFileSystem();
    }

    /// A tree of one entry, whose content or target is one of CONTENTS.
    private record Hostile(String name, String mode, String content) {}

    private static List<Hostile> all() {
        List<Hostile> all = new ArrayList<>();
        for (String name : NAMES) {
            for (String mode : MODES) {
                String content = CONTENTS.get(all.size() % CONTENTS.size());
                all.add(new Hostile(name, mode, content));
            }
        }
        for (String content : CONTENTS) {
            for (String name : List.of(".gitmodules", ".gitattributes", ".lfsconfig", "Procfile", "hooks", "link")) {
                MODES.forEach(mode -> all.add(new Hostile(name, mode, content)));
            }
        }
        return all;
    }

    @Test
    void eachIsRefusedWithAReasonOrReadHarmlessly() throws IOException {
        Repositories repositories = new Repositories(directory.resolve("repositories"));
        repositories.create(application, "main");
        JgitSourceTrees trees = TestTrees.of(directory.resolve("submodules"), repositories);
        List<Hostile> all = all();
        List<ObjectId> commits = new ArrayList<>();
        try (Repository repository = repositories.open(application)) {
            for (Hostile hostile : all) {
                commits.add(commit(repository, hostile));
            }
        }
        Set<Path> before = files();
        int refused = 0;
        for (int i = 0; i < commits.size(); i++) {
            refused += read(trees, commits.get(i), all.get(i)) ? 0 : 1;
        }

        assertThat(commits).hasSizeGreaterThan(200);
        assertThat(refused).isBetween(60, commits.size() - 60);
        assertThat(files()).isEqualTo(before);
        assertThat(Path.of("canary")).doesNotExist();
    }

    /// The same with submodules wanted, as far as that goes without a fetch: a gitlink under every name, and
    /// beside it a `.gitmodules` with every content or a hostile entry for just that gitlink.
    @Test
    void noGitmodulesBringsMoreThanARefusal() throws IOException {
        Repositories repositories = new Repositories(directory.resolve("repositories"));
        repositories.create(application, "main");
        JgitSourceTrees trees = TestTrees.of(directory.resolve("submodules"), repositories);
        TestTrees.store(directory.resolve("submodules")).objects(application);
        List<ObjectId> commits = new ArrayList<>();
        try (Repository repository = repositories.open(application)) {
            for (String name : NAMES) {
                for (String content : gitmodules(name)) {
                    commits.add(linked(repository, "100644", content, name));
                }
            }
            commits.add(linked(repository, "120000", "/proc/self/environ", "lib"));
            commits.add(linked(repository, "100644", "x".repeat(GitModules.LARGEST + 1), "lib"));
        }
        Set<Path> before = files();
        for (ObjectId commit : commits) {
            assertThatThrownBy(() -> trees.open(application, new SourceReference.OfCommit(commit.name(), true)))
                    .isInstanceOfSatisfying(
                            PlatformException.class,
                            refusal -> assertThat(refusal.detail()).doesNotContain("\u001b", "\n", "\r", "\u202e"));
        }

        assertThat(commits).hasSizeGreaterThan(300);
        assertThat(files()).isEqualTo(before);
        assertThat(Path.of("canary")).doesNotExist();
    }

    private static List<String> gitmodules(String path) {
        List<String> all = new ArrayList<>(CONTENTS);
        for (String url :
                List.of("ext::sh -c touch% canary", "--upload-pack=touch canary", "file:///etc", "../../..")) {
            all.add("[submodule \"x\"]\n\tpath = \"" + path + "\"\n\turl = " + url + "\n");
        }
        all.add("[submodule \"../../hooks\"]\n\tpath = \"" + path + "\"\n\turl = https://h/x\n");
        all.add("[submodule \"x\"]\n\tpath = \"" + path + "\"\n\turl = https://h/x\n\tupdate = !touch canary\n");
        return all;
    }

    private static ObjectId linked(Repository repository, String mode, String gitmodules, String name)
            throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId content = inserter.insert(Constants.OBJ_BLOB, gitmodules.getBytes(StandardCharsets.UTF_8));
            byte[] tree = RawObjects.tree(
                    RawObjects.tree(mode, ".gitmodules", content), RawObjects.tree("160000", name, content));
            return RawObjects.commit(inserter, inserter.insert(Constants.OBJ_TREE, tree));
        }
    }

    /// Trees that no git makes: a submodule beside a link or a file of its own name.
    @Test
    void nothingLiesBelowALinkOrAFile() throws IOException {
        Repositories repositories = new Repositories(directory.resolve("repositories"));
        repositories.create(application, "main");
        for (String mode : List.of("120000", "100644", "160000")) {
            try (Repository repository = repositories.open(application);
                    ObjectInserter inserter = repository.newObjectInserter()) {
                ObjectId content = inserter.insert(
                        Constants.OBJ_BLOB,
                        "[submodule \"x\"]\n\tpath = lib\n\turl = https://h/x\n".getBytes(StandardCharsets.UTF_8));
                ObjectId below = inserter.insert(Constants.OBJ_TREE, RawObjects.tree("100644", "below", content));
                ObjectId tree = inserter.insert(
                        Constants.OBJ_TREE,
                        RawObjects.tree(
                                RawObjects.tree("100644", ".gitmodules", content),
                                RawObjects.tree(mode, "lib", content),
                                RawObjects.tree("160000", "lib", content)));
                inserter.flush();
                try (ObjectReader reader = repository.newObjectReader()) {
                    SubmoduleFiles files = new SubmoduleFiles(FixedGitConfig.defaults(), reader, tree, null);
                    for (Submodule next = files.next(); next != null; next = files.next()) {
                        files.graft(next, null, below);
                    }
                    assertThatThrownBy(files::entries)
                            .isInstanceOf(FailedBuild.class)
                            .hasMessageMatching(
                                    "The path lib/below (lies below lib, which is no directory|is there twice).");
                }
            }
        }
    }

    private boolean read(JgitSourceTrees trees, ObjectId commit, Hostile hostile) throws IOException {
        try (SourceTree tree = trees.open(application, new SourceReference.OfCommit(commit.name(), false))) {
            for (Entry entry : tree.entries()) {
                assertHarmless(entry, hostile);
                if (entry.kind() != SourceTree.Kind.SUBMODULE) {
                    try (InputStream content = tree.open(entry)) {
                        assertThat(content.readAllBytes())
                                .as("never followed")
                                .isEqualTo(hostile.content().getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
            return true;
        } catch (PlatformException refusal) {
            assertThat(refusal.code()).as(hostile.toString()).isIn(ErrorCode.FIELD_INVALID, ErrorCode.TOO_LARGE);
            assertThat(refusal.next()).isNotBlank();
            return false;
        }
    }

    private static void assertHarmless(Entry entry, Hostile hostile) {
        assertThat(entry.path()).as(hostile.toString()).doesNotStartWith("/").doesNotContain("\0");
        assertThat(Arrays.asList(entry.path().split("/", -1)))
                .as(hostile.toString())
                .doesNotContain("", ".", "..")
                .noneMatch(name -> name.equalsIgnoreCase(".git"));
    }

    private static ObjectId commit(Repository repository, Hostile hostile) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId content =
                    inserter.insert(Constants.OBJ_BLOB, hostile.content().getBytes(StandardCharsets.UTF_8));
            ObjectId below = inserter.insert(Constants.OBJ_TREE, RawObjects.tree("100644", "below", content));
            ObjectId entry = hostile.mode().equals("40000") ? below : content;
            return RawObjects.commit(
                    inserter,
                    inserter.insert(Constants.OBJ_TREE, RawObjects.tree(hostile.mode(), hostile.name(), entry)));
        }
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.collect(Collectors.toUnmodifiableSet());
        }
    }
}

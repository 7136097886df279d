import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// What is pushed: a repository of one commit and then one commit more.
record PushLoad(String name, String slug, WorkTree tree, String first) {
    private static final int MIB = 1 << 20;

    /// Three small files.
    static PushLoad small(Path work, String token) throws IOException {
        return of("small", "small", 3, 200, work, token);
    }

    /// 100 files of 1 MiB that nothing compresses.
    static PushLoad large(Path work, String token) throws IOException {
        return of("100 MB", "large", 100, MIB, work, token);
    }

    private static PushLoad of(String name, String slug, int files, int size, Path work, String token)
            throws IOException {
        Path content = Files.createDirectories(work.resolve(slug + "-content"));
        Random random = new Random(20261121);
        for (int file = 1; file <= files; file++) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            Files.write(content.resolve("file-" + file), bytes);
        }
        Files.writeString(content.resolve("edition"), "first\n");
        WorkTree tree = WorkTree.of(content, work.resolve(slug), token);
        // One pack, so that a push measures the server and not the client's compression.
        tree.git().run("git", "repack", "-q", "-a", "-d");
        String first = tree.head();
        tree.change("edition", "second");
        return new PushLoad(name, slug, tree, first);
    }

    /// Milliseconds from the start of `git push` of this commit to its end. Asking first makes the repository where it
    /// is made late.
    double push(String url, String commit) {
        tree.git().run("git", "ls-remote", url);
        long start = System.nanoTime();
        tree.git().run("git", "push", "-q", "-o", "no-build", url, commit + ":refs/heads/main");
        return (System.nanoTime() - start) / 1e6;
    }
}

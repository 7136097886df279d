import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;

/// A developer's clone of a sample, worked on with the git client of this machine.
record WorkTree(Path directory, Command git) {

    /// A copy of the sample, committed; pushes sign in with the administrator's token. The token goes by environment:
    /// a process list shows arguments.
    static WorkTree of(Path sample, Path directory, String token) {
        copy(sample, directory);
        String basic = Base64.getEncoder().encodeToString(("admin:" + token).getBytes(StandardCharsets.UTF_8));
        Map<String, String> environment = Map.ofEntries(
                Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
                Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
                Map.entry("GIT_TERMINAL_PROMPT", "0"),
                Map.entry("GIT_AUTHOR_NAME", "Ada"),
                Map.entry("GIT_AUTHOR_EMAIL", "ada@example.org"),
                Map.entry("GIT_COMMITTER_NAME", "Ada"),
                Map.entry("GIT_COMMITTER_EMAIL", "ada@example.org"),
                Map.entry("GIT_CONFIG_COUNT", "1"),
                Map.entry("GIT_CONFIG_KEY_0", "http.extraHeader"),
                Map.entry("GIT_CONFIG_VALUE_0", "Authorization: Basic " + basic));
        WorkTree tree = new WorkTree(directory, new Command(directory, environment));
        tree.git.run("git", "init", "-q", "-b", "main");
        tree.git.run("git", "add", "-A");
        tree.git.run("git", "commit", "-q", "-m", "The sample");
        return tree;
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Commits a file with this text and nothing else in it.
    void change(String file, String text) {
        try {
            Files.writeString(directory.resolve(file), text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        git.run("git", "commit", "-q", "-a", "-m", text);
    }

    String head() {
        return git.run("git", "rev-parse", "HEAD");
    }

    /// A push under way, as a user does it; what it says goes to the log.
    Process push(String url) {
        return git.start(Redirect.DISCARD, Redirect.to(log().toFile()), "git", "push", url, "HEAD:refs/heads/main");
    }

    /// What the last push said.
    String said() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return directory.resolveSibling(directory.getFileName() + ".log");
    }
}

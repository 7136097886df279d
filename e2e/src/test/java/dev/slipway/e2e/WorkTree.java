package dev.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A developer's clone, worked on with the git client of the machine.
final class WorkTree {
    private final Path directory;
    private final Command git;

    private WorkTree(Path directory) {
        this.directory = directory;
        this.git = new Command(
                directory,
                Map.of(
                        "GIT_CONFIG_GLOBAL", "/dev/null",
                        "GIT_TERMINAL_PROMPT", "0",
                        "GIT_AUTHOR_NAME", "Ada",
                        "GIT_AUTHOR_EMAIL", "ada@example.org",
                        "GIT_COMMITTER_NAME", "Ada",
                        "GIT_COMMITTER_EMAIL", "ada@example.org"),
                Duration.ofMinutes(5));
    }

    /// Empty, on branch main.
    static WorkTree at(Path directory) {
        WorkTree tree = new WorkTree(directory);
        tree.git("init", "-q", "-b", "main").expectSuccess();
        return tree;
    }

    /// A copy of one of e2e/samples, committed.
    static WorkTree ofSample(Path directory, String sample) {
        return copyOf(Installation.root().resolve("e2e/samples").resolve(sample), directory);
    }

    /// A copy of a directory, committed.
    static WorkTree copyOf(Path from, Path directory) {
        WorkTree tree = at(directory);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = directory.resolve(from.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tree.commit("first");
    }

    WorkTree write(String path, String text) {
        try {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    WorkTree writeScript(String path, String text) {
        write(path, text);
        try {
            Files.setPosixFilePermissions(directory.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    WorkTree edit(String path, UnaryOperator<String> change) {
        try {
            return write(path, change.apply(Files.readString(directory.resolve(path))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    WorkTree commit(String message) {
        git("add", "-A").expectSuccess();
        git("commit", "-q", "--allow-empty", "-m", message).expectSuccess();
        return this;
    }

    String head() {
        return git("rev-parse", "HEAD").expectSuccess().out().strip();
    }

    /// Pushes HEAD to main of the application, signed in with the token; options go before the URL.
    Command.Result push(Installation installation, Api api, String user, String path, String... options) {
        List<String> words = new ArrayList<>(List.of("push"));
        words.addAll(List.of(options));
        words.add(remote(installation, api, user, path));
        words.add("HEAD:refs/heads/main");
        return git(words.toArray(String[]::new));
    }

    /// The URL of the application's repository, with the sign-in in it.
    static String remote(Installation installation, Api api, String user, String path) {
        return "http://" + user + ":" + api.token() + "@127.0.0.1:" + installation.port() + "/git/" + path + ".git";
    }

    Command.Result git(String... words) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        return git.run(command);
    }
}

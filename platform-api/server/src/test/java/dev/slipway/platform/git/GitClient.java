package dev.slipway.platform.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The real git command in one work tree, cut off from the configuration of the machine.
final class GitClient {
    final Path directory;

    GitClient(Path directory) {
        this.directory = directory;
    }

    record Result(int exit, String output) {
        Result expect(int code) {
            if (exit != code) {
                throw new AssertionError("git ended with " + exit + " instead of " + code + ":\n" + output);
            }
            return this;
        }
    }

    /// An empty repository with its remote.
    static GitClient at(Path directory, String url) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        GitClient client = new GitClient(directory);
        client.run("init", "-q", "-b", "main").expect(0);
        client.run("remote", "add", "slipway", url).expect(0);
        return client;
    }

    GitClient write(String path, String content) {
        return write(path, content.getBytes(StandardCharsets.UTF_8));
    }

    GitClient write(String path, byte[] content) {
        try {
            Files.createDirectories(directory.resolve(path).getParent());
            Files.write(directory.resolve(path), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns the hash.
    String commit(String message) {
        run("add", "-A").expect(0);
        run("commit", "-q", "--allow-empty", "-m", message).expect(0);
        return run("rev-parse", "HEAD").expect(0).output().strip();
    }

    Result run(String... arguments) {
        try (Running running = start(arguments)) {
            return running.end();
        }
    }

    /// With standard output and standard error together.
    Running start(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new Running(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "HOME", directory.toString(),
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_AUTHOR_NAME", "Ada Lovelace",
                "GIT_AUTHOR_EMAIL", "ada@example.org",
                "GIT_COMMITTER_NAME", "Ada Lovelace",
                "GIT_COMMITTER_EMAIL", "ada@example.org",
                "LC_ALL", "C.UTF-8");
    }

    /// A git that is still at work.
    static final class Running implements AutoCloseable {
        final Process process;
        private final StringBuffer output = new StringBuffer();
        private final Thread reader;

        private Running(Process process) {
            this.process = process;
            this.reader = Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (InputStream in = process.getInputStream()) {
                byte[] buffer = new byte[4096];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    output.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                output.append(e);
            }
        }

        String output() {
            return output.toString();
        }

        Result end() {
            try {
                int exit = process.waitFor();
                reader.join();
                return new Result(exit, output());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}

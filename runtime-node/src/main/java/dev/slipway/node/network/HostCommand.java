package dev.slipway.node.network;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// A command of this machine, ended after 20 s.
final class HostCommand {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private HostCommand() {}

    /// exitCode is -1 where it could not be run or did not end; text is all that it said, or why.
    record Answer(int exitCode, String text) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    static Answer run(String input, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            // On a thread of its own: reading has no time limit.
            FutureTask<String> said =
                    new FutureTask<>(() -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            Thread.ofVirtual().name(command.getFirst()).start(said);
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Answer(-1, command.getFirst() + " does not end");
            }
            return new Answer(process.exitValue(), said.get());
        } catch (IOException | ExecutionException failure) {
            return new Answer(-1, failure.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Answer(-1, "interrupted");
        }
    }
}

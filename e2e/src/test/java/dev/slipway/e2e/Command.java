package dev.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A program of the machine, run to its end.
record Command(Path directory, Map<String, String> environment, Duration limit) {

    /// What it said, on both outputs apart, and how it ended.
    record Result(int exit, String out, String err) {
        Result expectSuccess() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + "\n" + out + "\n" + err);
            }
            return this;
        }

        /// Nor is it a failure where all that it complains of is this.
        Result expectSuccessOr(String complaint) {
            return err.isBlank()
                            || !err.lines().filter(line -> !line.isBlank()).allMatch(line -> line.contains(complaint))
                    ? expectSuccess()
                    : this;
        }
    }

    Result run(String... words) {
        return run(List.of(words));
    }

    Result run(List<String> words) {
        try {
            ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            CompletableFuture<String> out = read(process.getInputStream());
            CompletableFuture<String> err = read(process.getErrorStream());
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(words + " took longer than " + limit + "\n" + out.join() + "\n" + err.join());
            }
            return new Result(process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static CompletableFuture<String> read(java.io.InputStream in) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (in) {
                text.complete(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        });
        return text;
    }
}

package dev.slipway.engine.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The directories of this machine that a container writes to, measured by the command `du`: it counts blocks (holes
/// are free, small files are not) and follows no link.
final class WrittenFiles {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private WrittenFiles() {}

    /// The upper directory of its overlay and its volumes; empty when the engine keeps no such directory here.
    static List<String> directories(InspectContainerResponse container) {
        // The library knows only other storage's directories.
        String directory = container.getRawValues().get("GraphDriver") instanceof Map<?, ?> driver
                        && driver.get("Data") instanceof Map<?, ?> data
                        && data.get("UpperDir") instanceof String upper
                ? upper
                : "";
        if (!directory.startsWith("/") || !Files.isDirectory(Path.of(directory))) {
            return List.of();
        }
        Stream<String> volumes = container.getMounts() == null
                ? Stream.empty()
                : container.getMounts().stream()
                        .map(InspectContainerResponse.Mount::getSource)
                        .filter(source -> source != null && source.startsWith("/"));
        return Stream.concat(Stream.of(directory), volumes).toList();
    }

    /// Long.MAX_VALUE when counting takes longer than 10 s. Files that vanish meanwhile do not matter.
    static long bytes(List<String> directories) {
        List<String> command = new ArrayList<>(List.of("du", "-sxc", "--block-size=1", "--"));
        command.addAll(directories);
        try {
            Process du = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return du.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS) ? total(du) : Long.MAX_VALUE;
            } finally {
                du.destroyForcibly();
            }
        } catch (IOException e) {
            throw new EngineException(Kind.FAILED, "what a container wrote cannot be measured: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.INTERRUPTED, "interrupted while a container was measured", e);
        }
    }

    /// The last line: `<bytes>\ttotal`. Few lines, so they wait in the pipe.
    private static long total(Process du) throws IOException {
        List<String> lines = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        String last = lines.isEmpty() ? "" : lines.getLast();
        if (!last.matches("\\d{1,18}\t.*")) {
            throw new EngineException(Kind.FAILED, "du gave no total", null);
        }
        return Long.parseLong(last.substring(0, last.indexOf('\t')));
    }
}

package dev.slipway.engine.memory;

import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.ImageBuilds;
import dev.slipway.engine.Images.ImageConfiguration;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.NetworkPlace;
import dev.slipway.engine.Streams.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// As much of a Dockerfile as tests need, one instruction a line: FROM an image of this machine, LABEL with
/// plain words, RUN with words as JSON, of which only escaped quotes and backslashes are read; every other instruction
/// changes nothing.
final class MemoryBuilds implements ImageBuilds {
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final long ROOTS_STAND_IN = 1_000_000_000L;
    private static final int PIDS = 64;

    private final MemoryMachine machine;
    private final InstallationLabel label;

    MemoryBuilds(MemoryMachine machine, InstallationLabel label) {
        this.machine = machine;
        this.label = label;
    }

    @Override
    public Result build(Recipe recipe, InputStream context, Sink sink) {
        Optional<String> dockerfile = text(context, recipe.dockerfile());
        if (dockerfile.isEmpty()) {
            return new Result.Refused("Cannot locate specified Dockerfile: " + recipe.dockerfile());
        }
        MemoryImage image = null;
        Map<String, String> labels = new HashMap<>();
        for (String line :
                dockerfile.get().lines().filter(each -> !each.isBlank()).toList()) {
            String[] words = line.split(" ", 2);
            say(sink, "Step : " + line + "\n");
            switch (words[0]) {
                case "FROM" -> {
                    Optional<MemoryImage> base = machine.ask(() -> machine.find(words[1].split(" ")[0]));
                    if (base.isEmpty()) {
                        return new Result.Refused("pull access denied for " + words[1]);
                    }
                    image = base.get();
                    labels = new HashMap<>(image.description().labels());
                }
                case "LABEL" -> labels.putAll(labels(words[1]));
                case "RUN" -> {
                    MemoryContainer step = container(recipe, image, words[1], labels);
                    int code = run(step, sink);
                    if (code != 0) {
                        return new Result.Refused("The command '" + words[1] + "' returned a non-zero code: " + code);
                    }
                    image = removed(step, image, labels);
                }
                default -> {}
            }
        }
        labels.putAll(recipe.labels());
        return new Result.Built(made(image, labels, recipe.tag()));
    }

    private static Optional<String> text(InputStream context, String path) {
        Optional<String> text = Optional.empty();
        try {
            TarArchiveInputStream tar = new TarArchiveInputStream(context);
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(path)) {
                    text = Optional.of(new String(tar.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            return text;
        } catch (IOException e) {
            throw new EngineException(Kind.FAILED, "the engine could not build an image: its input broke off", e);
        }
    }

    private static void say(Sink sink, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sink.accept(false, bytes, 0, bytes.length);
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        for (String word : text.split(" ")) {
            String[] parts = word.replace("\"", "").split("=", 2);
            labels.put(parts[0], parts[1]);
        }
        return labels;
    }

    private MemoryContainer container(Recipe recipe, MemoryImage image, String words, Map<String, String> labels) {
        ContainerSpec spec = new ContainerSpec(
                MemoryMachine.id("step-"),
                image.description().id(),
                words(words),
                List.of(),
                Map.of(),
                Map.of(),
                recipe.network() == null ? NetworkPlace.nowhere() : NetworkPlace.in(recipe.network()),
                ROOTS_STAND_IN,
                recipe.cpuMillis(),
                recipe.cpuShares(),
                recipe.memoryBytes(),
                PIDS,
                recipe.shmBytes(),
                false,
                false);
        return machine.ask(() -> {
            MemoryContainer container = new MemoryContainer(machine, spec, image, labels, List.of());
            machine.containers.put(container.id(), container);
            return container;
        });
    }

    private static List<String> words(String json) {
        return WORD.matcher(json)
                .results()
                .map(word -> word.group(1).replaceAll("\\\\(.)", "$1"))
                .toList();
    }

    private int run(MemoryContainer step, Sink sink) {
        step.start(InputStream.nullInputStream(), null);
        try {
            step.handOver(0, true, () -> false, false, sink);
            return step.exitCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            step.stop(Duration.ZERO);
            machine.ask(() -> machine.containers.remove(step.id()));
            throw new EngineException(Kind.INTERRUPTED, "interrupted while an image was built", e);
        }
    }

    /// What the step made, of which there is no container any more.
    private MemoryImage removed(MemoryContainer step, MemoryImage image, Map<String, String> labels) {
        return machine.ask(() -> {
            machine.containers.remove(step.id());
            return image.committed(machine.imageId(), "", configuration(labels), label, step.files());
        });
    }

    private String made(MemoryImage image, Map<String, String> labels, String tag) {
        return machine.ask(() -> {
            MemoryImage made = image.committed(machine.imageId(), tag, configuration(labels), label, image.files());
            machine.put(made, tag);
            return made.description().id();
        });
    }

    private static ImageConfiguration configuration(Map<String, String> labels) {
        return new ImageConfiguration(null, null, null, null, labels);
    }
}

package dev.slipway.engine.memory;

import dev.slipway.engine.Images.ImageConfiguration;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.InstallationLabel;
import java.util.List;
import java.util.Map;

/// files are what earlier containers wrote, by path.
record MemoryImage(ImageDescription description, Program program, Map<String, byte[]> files) {

    MemoryImage renewed(String id, String tag) {
        return described(id, List.of(tag), description.labels());
    }

    MemoryImage without(String tag) {
        List<String> tags =
                description.tags().stream().filter(each -> !each.equals(tag)).toList();
        return described(description.id(), tags, description.labels());
    }

    private MemoryImage described(String id, List<String> tags, Map<String, String> labels) {
        return new MemoryImage(
                new ImageDescription(
                        id,
                        tags,
                        labels,
                        description.environment(),
                        description.user(),
                        description.workingDirectory(),
                        description.entrypoint(),
                        description.command(),
                        description.exposedPorts(),
                        description.onBuild(),
                        files.values().stream()
                                .mapToLong(content -> content.length)
                                .sum()),
                program,
                files);
    }

    /// The image a stopped container of this one leaves.
    MemoryImage committed(
            String id, String tag, ImageConfiguration changes, InstallationLabel label, Map<String, byte[]> written) {
        ImageDescription changed = new ImageDescription(
                id,
                List.of(tag),
                label.on(or(changes.labels(), description.labels())),
                or(changes.environment(), description.environment()),
                or(changes.user(), description.user()),
                description.workingDirectory(),
                or(changes.entrypoint(), description.entrypoint()),
                or(changes.command(), description.command()),
                description.exposedPorts(),
                description.onBuild(),
                0);
        return new MemoryImage(changed, program, Map.copyOf(written)).renewed(id, tag);
    }

    private static <T> T or(T change, T present) {
        return change == null ? present : change;
    }
}

package dev.slipway.engine.memory;

import dev.slipway.engine.ContainerSpec.VolumePlace;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// files by their path below the directory, which begins with a slash.
record MemoryVolume(String name, Map<String, String> labels, Map<String, byte[]> files) {

    MemoryVolume(String name, Map<String, String> labels) {
        this(name, Map.copyOf(labels), new ConcurrentHashMap<>());
    }

    /// What an empty one gets of an image.
    void fill(Map<String, byte[]> image, String path) {
        if (files.isEmpty()) {
            image.forEach((file, content) -> below(file, path).ifPresent(name -> files.put(name, content)));
        }
    }

    long bytes() {
        return files.values().stream().mapToLong(content -> content.length).sum();
    }

    private static Optional<String> below(String file, String path) {
        return file.startsWith(path + "/") ? Optional.of(file.substring(path.length())) : Optional.empty();
    }

    /// One as a container sees it.
    record Mounted(VolumePlace place, MemoryVolume volume) {

        /// The name of the file in the volume; empty for one that is elsewhere.
        Optional<String> name(String file) {
            return below(file, place.path());
        }

        Map<String, byte[]> files() {
            Map<String, byte[]> seen = new HashMap<>();
            volume.files().forEach((name, content) -> seen.put(place.path() + name, content));
            return seen;
        }
    }
}

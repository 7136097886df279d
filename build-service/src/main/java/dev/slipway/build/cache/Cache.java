package dev.slipway.build.cache;

import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerSpec.VolumePlace;
import dev.slipway.engine.Images.ImageDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one build has of earlier ones.
public record Cache(Name name, List<VolumePlace> places) {

    public Cache {
        places = List.copyOf(places);
    }

    /// In the directories that a builder image declares, for one container that shares nothing with others.
    public static List<VolumePlace> ofThisContainer(ImageDescription builder) {
        return CachePaths.of(builder).stream()
                .map(path -> new VolumePlace(null, Map.of(), path))
                .toList();
    }

    /// The same container, with it.
    public ContainerSpec in(ContainerSpec container) {
        return container.with(places, name.labels());
    }

    /// Tells it apart from all others of the node. key is that of the branch; builds take the highest generation.
    public record Name(String key, int generation) {
        static final String KEY = "dev.slipway.cache";
        private static final String GENERATION = "dev.slipway.cache.generation";

        /// As a volume or a container says it; empty where it says none.
        static Optional<Name> of(Map<String, String> labels) {
            String generation = labels.getOrDefault(GENERATION, "");
            return labels.containsKey(KEY) && generation.matches("[0-9]{1,9}")
                    ? Optional.of(new Name(labels.get(KEY), Integer.parseInt(generation)))
                    : Optional.empty();
        }

        Map<String, String> labels() {
            return Map.of(KEY, key, GENERATION, String.valueOf(generation));
        }

        Name next() {
            return new Name(key, generation + 1);
        }

        String text() {
            return key + "-" + generation;
        }
    }
}

package dev.slipway.build.cache;

import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerSpec.VolumePlace;
import java.util.List;

/// What one build has of earlier ones. key tells it apart from all others of the node; bytes is what it held when the
/// build took it.
public record Cache(String key, List<VolumePlace> places, long bytes) {
    static final String LABEL = "dev.slipway.cache";

    public Cache {
        places = List.copyOf(places);
    }

    /// The same container, with it.
    public ContainerSpec in(ContainerSpec container) {
        return container.with(places, LABEL, key);
    }
}

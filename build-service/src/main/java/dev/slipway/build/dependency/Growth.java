package dev.slipway.build.dependency;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// On which earlier layer the next one of its line is made. What is replaced or removed on top of a layer stays in it,
/// so a line ends after a while, and the next layer is made afresh. Pure.
final class Growth {
    private static final int DEEPEST = 8;
    private static final double LARGEST = 1.5;

    private Growth() {}

    /// bytes is what it and all that it stands on add to the builder; used grows with every use.
    record Layer(String image, List<String> tags, LayerPlace place, long bytes, long used) {
        boolean grows() {
            return place.depth() < DEEPEST && bytes <= place.fresh(bytes) * LARGEST;
        }
    }

    /// The layer used last, which is likely nearest to what is wanted; empty where that one has grown enough.
    static Optional<Layer> ground(List<Layer> line) {
        return line.stream()
                .max(Comparator.comparingLong(Layer::used)
                        .thenComparingInt(layer -> layer.place().depth())
                        .thenComparing(Layer::image))
                .filter(Layer::grows);
    }
}

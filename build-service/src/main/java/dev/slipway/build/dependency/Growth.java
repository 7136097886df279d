package dev.slipway.build.dependency;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// On which earlier layer the next one of its line is made. What is replaced or removed on top of a layer stays in it,
/// and so does what only looks the same as a new installation; so a line ends after a while, and the next layer is made
/// afresh. Pure.
final class Growth {
    private static final int DEEPEST = 8;
    private static final double LARGEST = 1.5;

    private Growth() {}

    /// depth is how many layers it stands on, 0 for one made afresh; bytes what all of these add to the builder, and
    /// freshBytes what the one made afresh does; used grows with every use.
    record Layer(String image, int depth, long bytes, long freshBytes, long used) {
        boolean grows() {
            return depth < DEEPEST && bytes <= freshBytes * LARGEST;
        }
    }

    /// The layer used last, which is likely nearest to what is wanted; empty where that one has grown enough.
    static Optional<Layer> ground(List<Layer> line) {
        return line.stream()
                .max(Comparator.comparingLong(Layer::used)
                        .thenComparingInt(Layer::depth)
                        .thenComparing(Layer::image))
                .filter(Layer::grows);
    }
}

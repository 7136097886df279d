package dev.slipway.build.dependency;

import java.util.Optional;

/// Where a layer stands in its line: on how many others, and how many bytes the one made afresh adds to the builder,
/// which for that one itself nobody knows before it is made: 0.
public record LayerPlace(String line, int depth, long freshBytes) {

    static LayerPlace first(String line) {
        return new LayerPlace(line, 0, 0);
    }

    /// What {@link #text} wrote; empty where nothing was.
    static Optional<LayerPlace> read(String text) {
        String[] parts = text.split(" ");
        return parts.length < 3
                ? Optional.empty()
                : Optional.of(new LayerPlace(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2])));
    }

    String text() {
        return line + " " + depth + " " + freshBytes;
    }

    /// Of what is made on top, where all until here adds that many bytes.
    LayerPlace next(long bytes) {
        return new LayerPlace(line, depth + 1, fresh(bytes));
    }

    long fresh(long bytes) {
        return depth == 0 ? bytes : freshBytes;
    }
}

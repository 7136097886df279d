package dev.slipway.model.assignment;

import java.util.List;

/// What a node holds besides instances, whole each time: images of this installation, in its engine or its
/// store, and the numbers of the projects whose networks it has.
public record Inventory(List<HeldImage> images, List<Integer> networks) {

    public Inventory {
        images = images == null ? List.of() : List.copyOf(images);
        networks = networks == null ? List.of() : List.copyOf(networks);
    }

    /// engine: containers can be made of it at once. digest is that of its manifest in the store, null when it
    /// is not there. build is the build that made it, builder the `name:version` of a builder image; both may
    /// be null. bytes is its size as far as known, shared layers counted in.
    public record HeldImage(String image, boolean engine, String digest, String build, String builder, long bytes) {}
}

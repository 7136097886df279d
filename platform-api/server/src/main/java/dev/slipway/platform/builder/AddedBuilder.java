package dev.slipway.platform.builder;

import java.time.Instant;
import java.util.List;

/// A builder that administrators added to the catalogue. images are its versions in the order in which
/// they were given; sample is the URL of a Git repository to try it with, or null; version counts its
/// changes.
record AddedBuilder(
        String name,
        String description,
        List<String> tags,
        List<String> detects,
        String sample,
        List<BuilderImage> images,
        long version,
        Instant createdAt) {

    /// image is what nodes look for: a name with a tag or digest, or an image id.
    public record BuilderImage(String version, String image) {}
}

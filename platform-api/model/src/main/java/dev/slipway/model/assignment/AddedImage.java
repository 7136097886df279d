package dev.slipway.model.assignment;

/// An image that administrators added to the catalogue as a builder, for nodes to look for. image is a
/// reference: a name with a tag or digest, or an image id.
public record AddedImage(String name, String version, String image) {}

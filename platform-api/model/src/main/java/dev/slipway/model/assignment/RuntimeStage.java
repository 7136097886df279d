package dev.slipway.model.assignment;

/// The second stage of a build: what was assembled goes into another image. reference is that image as
/// `name:version`, image its id on the node or the tag that it gets when it is made; artifacts is the application's
/// {@link dev.slipway.model.build.ArtifactMapping}, null for what the image's label says; incremental means that the
/// next build shall be able to start with what the container that assembles has.
public record RuntimeStage(String reference, String image, String artifacts, boolean incremental) {}

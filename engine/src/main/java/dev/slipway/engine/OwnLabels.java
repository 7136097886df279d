package dev.slipway.engine;

/// The labels by which containers, images and volumes say what they are, beside {@link InstallationLabel}. Processes
/// that
/// start anew read from them what is there.
public final class OwnLabels {
    /// What it is, in one word.
    public static final String KIND = "dev.slipway.kind";
    /// The name of the node that made it.
    public static final String NODE = "dev.slipway.node";
    /// The id of the project that it belongs to.
    public static final String PROJECT = "dev.slipway.project";
    /// The number of that project's network.
    public static final String NETWORK = "dev.slipway.network";
    /// The name of the application in its project.
    public static final String APPLICATION = "dev.slipway.application";
    /// The id of the build that made it; empty on a container that waited for its build.
    public static final String BUILD = "dev.slipway.build";

    private OwnLabels() {}
}

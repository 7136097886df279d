package dev.slipway.model.application;

/// How an application's source becomes an image.
public enum BuildStrategy {
    /// A builder image assembles it.
    S2I,
    /// A Dockerfile of the source says how; only in projects to which a platform administrator allows that.
    DOCKERFILE
}

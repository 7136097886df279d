package dev.slipway.platform.identity;

/// What a token may be used for, each including the ones before it but ADMIN, which is all its owner may.
public enum Scope {
    /// GET and fetch.
    READ,
    /// Push, builds, deployments, scale, restart.
    DEPLOY,
    /// All but members, quota, users and nodes.
    WRITE,
    /// Whatever the owner may.
    ADMIN
}

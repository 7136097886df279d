package dev.slipway.model.application;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// What a build may read: its application's variables of scope build and all, secrets opened, and on top of them
/// what was sent with the build itself.
public interface BuildEnvironment {
    Variables of(UUID application, UUID build);

    /// By name; secrets are the names of those whose values must not be shown: the application's secrets, and all
    /// that was sent with the build, for nobody says which of these are.
    record Variables(Map<String, String> values, Set<String> secrets) {}
}

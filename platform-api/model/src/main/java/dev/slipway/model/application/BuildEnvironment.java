package dev.slipway.model.application;

import java.util.Map;
import java.util.UUID;

/// What a build may read: its application's variables of scope build and all, secrets opened, and on top of them what
/// was sent with the build itself.
public interface BuildEnvironment {
    Map<String, String> of(UUID application, UUID build);
}

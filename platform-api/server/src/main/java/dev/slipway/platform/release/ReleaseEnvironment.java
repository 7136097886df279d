package dev.slipway.platform.release;

import java.util.Map;
import java.util.UUID;

/// The environment a release was made with, secrets opened. It never changes.
public interface ReleaseEnvironment {
    Map<String, String> of(UUID project, UUID application, int release);
}

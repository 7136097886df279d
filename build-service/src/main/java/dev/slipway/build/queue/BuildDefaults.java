package dev.slipway.build.queue;

import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;

/// What the operator gives every build.
@ConfigMapping(prefix = "slipway.build")
public interface BuildDefaults {

    /// Variables every build may read, such as a package mirror; an application's own of the same name win.
    Map<String, String> environment();

    /// A PEM file that builds shall trust; read by nodes.
    Optional<String> caBundle();

    /// What dependency layers may take; read by nodes. Named here because the platform refuses names it does not
    /// know.
    Optional<String> dependencyLayers();

    /// What caches may take; read by nodes.
    Optional<String> caches();
}

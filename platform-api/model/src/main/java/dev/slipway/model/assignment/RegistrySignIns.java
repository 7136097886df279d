package dev.slipway.model.assignment;

import java.util.Collection;
import java.util.List;

/// What registries of images are shown.
public interface RegistrySignIns {

    /// Of those registries for which something was said.
    List<RegistrySignIn> at(Collection<String> registries);
}

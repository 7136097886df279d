package dev.slipway.model.assignment;

/// What a registry of images is shown by an engine that pulls from it. registry is the host of its references, with a
/// port where they have one.
public record RegistrySignIn(String registry, String username, String password) {

    @Override
    public String toString() {
        return username + "@" + registry;
    }
}

package dev.slipway.build.builder;

import java.util.List;

/// A builder that the program knows to make. directory is the name of the directory that describes it, detects are
/// paths of files in a source, plain or with `*`.
public record BuilderRecipe(
        String directory, String name, String version, String description, List<String> tags, List<String> detects) {

    /// `name:version`, as applications name it.
    public String reference() {
        return name + ":" + version;
    }
}

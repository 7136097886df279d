package dev.slipway.build.builder;

import java.util.regex.Pattern;

/// The reference under which a node looks for the image of a builder.
public final class BuilderReference {
    private static final Pattern WITH_REGISTRY = Pattern.compile("(localhost|[^/]*[.:][^/]*)/.+");

    private BuilderReference() {}

    /// Whether it names the registry that has it, as `registry.example.org/team/builder:1` does. A short name is of an
    /// image that somebody put into the engine: pulled from where the engine thinks fit, it could be anybody's.
    public static boolean pullable(String reference) {
        return WITH_REGISTRY.matcher(reference).matches();
    }
}

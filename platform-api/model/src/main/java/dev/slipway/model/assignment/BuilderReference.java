package dev.slipway.model.assignment;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The reference under which a node looks for the image of a builder.
public final class BuilderReference {
    private static final Pattern WITH_REGISTRY = Pattern.compile("(localhost|[^/]*[.:][^/]*)/.+");

    private BuilderReference() {}

    /// Whether it names the registry that has it, as `registry.example.org/team/builder:1` does. A short name is of an
    /// image that somebody put into the engine: pulled from where the engine thinks fit, it could be anybody's.
    public static boolean pullable(String reference) {
        return registry(reference).isPresent();
    }

    /// The host of the registry that it names in lower case, with a port where it has one.
    public static Optional<String> registry(String reference) {
        Matcher named = WITH_REGISTRY.matcher(reference);
        return named.matches() ? Optional.of(named.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
    }
}

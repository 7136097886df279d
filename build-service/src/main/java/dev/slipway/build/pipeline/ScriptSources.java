package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.source.ScriptsUrl;
import dev.slipway.model.source.ScriptsUrl.InImage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Where the scripts of one build come from, each on its own: from the URL that the application names, from the
/// source, from where the builder image says. url is null for none, source names those of the source, fetched are
/// the downloaded ones by name.
record ScriptSources(String url, List<String> source, Map<String, byte[]> fetched) {
    static final List<String> NAMES = List.of("assemble", "run", "save-artifacts");
    static final List<String> REQUIRED = List.of("assemble", "run");

    static ScriptSources of(BuildOrder order, Map<String, byte[]> fetched) {
        return new ScriptSources(order.scriptsUrl(), order.scripts(), fetched);
    }

    /// For a container that has them already: only their names count.
    static ScriptSources unpacked(BuildOrder order, Collection<String> fetched) {
        return of(order, fetched.stream().collect(Collectors.toMap(Function.identity(), _ -> new byte[0])));
    }

    /// The directory in the image that takes the place of all others.
    Optional<String> inImage() {
        return url != null && ScriptsUrl.parse(url) instanceof InImage(String path)
                ? Optional.of(path)
                : Optional.empty();
    }

    /// Whether it arrives with the source.
    boolean unpacked(String script) {
        return fetched.containsKey(script) || inImage().isEmpty() && source.contains(script);
    }

    /// Scripts of the source that are none of this build, and so stay where the source has them.
    List<String> left() {
        return source.stream()
                .filter(script -> inImage().isPresent() || fetched.containsKey(script))
                .toList();
    }
}

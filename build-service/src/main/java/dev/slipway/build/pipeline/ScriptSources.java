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
import java.util.stream.Stream;

/// Where the scripts of one build come from, each on its own: from the URL that the application names, from the
/// source, from where the builder or runtime image says. url is null for none, source names those of the source,
/// fetched are the downloaded ones by name; runtime says that the build has a runtime image.
record ScriptSources(String url, List<String> source, Map<String, byte[]> fetched, boolean runtime) {
    static final String ASSEMBLE = "assemble";
    static final String RUN = "run";
    static final String SAVE_ARTIFACTS = "save-artifacts";
    static final String ASSEMBLE_RUNTIME = "assemble-runtime";

    static ScriptSources of(BuildOrder order, Map<String, byte[]> fetched) {
        return new ScriptSources(order.scriptsUrl(), order.scripts(), fetched, order.runtime() != null);
    }

    /// For a container that has them already: only their names count.
    static ScriptSources unpacked(BuildOrder order, Collection<String> fetched) {
        return of(order, fetched.stream().collect(Collectors.toMap(Function.identity(), _ -> new byte[0])));
    }

    /// Those that the builder image has where nobody else does.
    List<String> ofBuilder() {
        return runtime ? List.of(ASSEMBLE, SAVE_ARTIFACTS) : List.of(ASSEMBLE, RUN, SAVE_ARTIFACTS);
    }

    /// Those that the runtime image has where nobody else does.
    List<String> ofRuntime() {
        return runtime ? List.of(ASSEMBLE_RUNTIME, RUN) : List.of();
    }

    List<String> names() {
        return Stream.concat(ofBuilder().stream(), ofRuntime().stream()).toList();
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
                .filter(script -> inImage().isPresent() || fetched.containsKey(script) || !names().contains(script))
                .toList();
    }
}

package dev.slipway.build.pipeline;

import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.FetchedScripts;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.ScriptsUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Gets the scripts of a build that are on web servers: what the application's URL has, and what is still missing
/// from where the builder image, and the runtime image if there is one, say.
final class FetchScripts {
    private final BuildOrders orders;

    FetchScripts(BuildOrders orders) {
        this.orders = orders;
    }

    /// By name; empty where no URL leads to a web server. Throws FailedBuild FetchScriptsFailed.
    Map<String, byte[]> of(ImageDescription builder, Optional<ImageDescription> runtime, Work work) {
        BuildOrder order = work.order();
        Map<String, byte[]> fetched = new TreeMap<>();
        Optional<String> named = remote(order.scriptsUrl());
        List<String> names = ScriptSources.of(order, fetched).names();
        named.ifPresent(url -> fetched.putAll(named(url, names, work)));
        ScriptSources sources = ScriptSources.of(order, Map.copyOf(fetched));
        fetched.putAll(labelled(builder, sources, sources.ofBuilder(), work));
        runtime.ifPresent(image -> fetched.putAll(labelled(image, sources, sources.ofRuntime(), work)));
        return fetched;
    }

    /// Those of these names that nobody has yet, from where the image says, unless it is only one that need not be.
    private Map<String, byte[]> labelled(ImageDescription image, ScriptSources sources, List<String> names, Work work) {
        List<String> missing =
                names.stream().filter(script -> !sources.unpacked(script)).toList();
        boolean needed = missing.stream().anyMatch(script -> !script.equals(ScriptSources.SAVE_ARTIFACTS));
        Optional<String> url =
                needed && sources.inImage().isEmpty() ? remote(BuilderContract.scriptsUrl(image)) : Optional.empty();
        return url.map(place -> scripts(place, missing, work)).orElse(Map.of());
    }

    private static Optional<String> remote(String url) {
        try {
            return url != null && ScriptsUrl.parse(url) instanceof ScriptsUrl.Remote
                    ? Optional.of(url)
                    : Optional.empty();
        } catch (IllegalArgumentException unusable) {
            return Optional.empty(); // whoever needs it says so
        }
    }

    private Map<String, byte[]> named(String url, List<String> names, Work work) {
        Map<String, byte[]> scripts = scripts(url, names, work);
        if (scripts.isEmpty()) {
            throw new FailedBuild(
                    FailureReason.FetchScriptsFailed,
                    "There is none of " + String.join(", ", names) + " at " + url + ".");
        }
        return scripts;
    }

    private Map<String, byte[]> scripts(String url, List<String> names, Work work) {
        FetchedScripts fetched = work.stages.run("scripts", () -> answer(url, names, work));
        if (fetched.failure() != null) {
            throw new FailedBuild(FailureReason.FetchScriptsFailed, fetched.failure());
        }
        Map<String, byte[]> scripts = new TreeMap<>(fetched.scripts());
        scripts.keySet().retainAll(names);
        work.log.line(
                "Scripts from " + url + ": " + (scripts.isEmpty() ? "none" : String.join(", ", scripts.keySet())));
        return scripts;
    }

    private FetchedScripts answer(String url, List<String> names, Work work) {
        try {
            return new PatientSource(orders).scripts(work.order(), url, names, work.holding.left());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

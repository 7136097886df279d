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
/// from where the builder image says.
final class FetchScripts {
    private final BuildOrders orders;

    FetchScripts(BuildOrders orders) {
        this.orders = orders;
    }

    /// By name; empty where no URL leads to a web server. Throws FailedBuild FetchScriptsFailed.
    Map<String, byte[]> of(ImageDescription image, Work work) {
        BuildOrder order = work.order();
        Map<String, byte[]> fetched = new TreeMap<>();
        Optional<String> named = remote(order.scriptsUrl());
        named.ifPresent(url -> fetched.putAll(named(url, work)));
        ScriptSources sources = ScriptSources.of(order, fetched);
        Optional<String> label =
                sources.inImage().isPresent() || ScriptSources.REQUIRED.stream().allMatch(sources::unpacked)
                        ? Optional.empty()
                        : remote(BuilderContract.scriptsUrl(image));
        label.ifPresent(url -> fetched.putAll(scripts(url, missing(sources), work)));
        return fetched;
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

    private Map<String, byte[]> named(String url, Work work) {
        Map<String, byte[]> scripts = scripts(url, ScriptSources.NAMES, work);
        if (scripts.isEmpty()) {
            throw new FailedBuild(
                    FailureReason.FetchScriptsFailed,
                    "There is none of " + String.join(", ", ScriptSources.NAMES) + " at " + url + ".");
        }
        return scripts;
    }

    private static List<String> missing(ScriptSources sources) {
        return ScriptSources.NAMES.stream()
                .filter(script -> !sources.unpacked(script))
                .toList();
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

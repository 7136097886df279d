package dev.slipway.build.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.build.source.Detection.Detected;
import java.util.List;
import java.util.Set;

/// What a package.json is there for.
final class NodePackage {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> OF_AN_APPLICATION =
            List.of("dependencies", "main", "bin", "module", "exports", "workspaces", "packageManager");
    private static final List<String> SCRIPTS =
            List.of("start", "start:prod", "serve", "dev", "build", "preview", "heroku-postbuild", "postinstall");

    /// Whose sources may belong to an application of Node.js.
    private static final Set<String> BESIDE = Set.of("nodejs", "static", "shell");

    private NodePackage() {}

    /// Whether what was detected is of another language, and no part of an application of Node.js.
    static boolean another(Detected detected) {
        return !BESIDE.contains(detected.builder());
    }

    /// Whether it only has tools installed, such as formatters, for a source that is something else.
    static boolean ofToolsAlone(String json) {
        try {
            JsonNode manifest = JSON.readTree(json);
            return manifest.path("devDependencies").isObject()
                    && OF_AN_APPLICATION.stream().noneMatch(manifest::has)
                    && SCRIPTS.stream().noneMatch(manifest.path("scripts")::has);
        } catch (JsonProcessingException broken) {
            return false;
        }
    }
}

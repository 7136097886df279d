package dev.slipway.build.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/// What a package.json is there for.
final class NodePackage {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> OF_AN_APPLICATION =
            List.of("dependencies", "main", "bin", "module", "exports", "workspaces", "packageManager");
    private static final List<String> SCRIPTS =
            List.of("start", "start:prod", "serve", "dev", "build", "preview", "heroku-postbuild", "postinstall");

    private NodePackage() {}

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

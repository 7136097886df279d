package dev.slipway.build.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Which Node.js a source asks for: `engines.node` of package.json, else the first line of `.nvmrc` or `.node-version`.
final class NodeVersion {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PACKAGE = "package.json";

    private NodeVersion() {}

    /// text answers with what a file in the root has, empty where it is not there.
    static Optional<VersionWish> wished(Function<String, Optional<String>> text) {
        return text.apply(PACKAGE)
                .flatMap(NodeVersion::engine)
                .map(range -> new VersionWish(range, PACKAGE))
                .or(() -> Stream.of(".nvmrc", ".node-version")
                        .flatMap(
                                file -> text
                                        .apply(file)
                                        .flatMap(NodeVersion::line)
                                        .map(range -> new VersionWish(range, file))
                                        .stream())
                        .findFirst());
    }

    /// What cannot be read is for npm to complain about, in the build's log.
    private static Optional<String> engine(String json) {
        try {
            return line(JSON.readTree(json).path("engines").path("node").asText(""));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    /// Aliases such as `lts/*` name no version, and so ask for none.
    private static Optional<String> line(String text) {
        return text.lines()
                .findFirst()
                .map(String::strip)
                .filter(line -> line.matches(".*[0-9*xX].*"))
                .filter(line -> !line.startsWith("lts/") && line.length() <= 200);
    }
}

package dev.slipway.build.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.model.application.BuildStrategy;
import dev.slipway.model.assignment.DockerfileStage;
import dev.slipway.model.build.PostCommit;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What an application's `source` and `build` columns say about a build; what they leave out has its default.
/// gitUrl is null for sources that are pushed here, scripts, postCommit, runtimeImage and artifacts for none;
/// strategy is as in {@link dev.slipway.model.application.BuildSettings}; dockerfile has no text yet.
record ApplicationSettings(
        String contextDir,
        String gitUrl,
        boolean incremental,
        int cpuMillis,
        long memoryBytes,
        Duration timeout,
        String user,
        String scripts,
        PostCommit postCommit,
        String runtimeImage,
        String artifacts,
        BuildStrategy strategy,
        DockerfileStage dockerfile) {
    private static final int CPU_MILLIS = 1000;
    private static final long MEMORY_BYTES = 1L << 30;
    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    static ApplicationSettings of(ObjectMapper json, String source, String build) {
        try {
            return of(json.readTree(source), json.readTree(build));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the application's settings are no JSON", e);
        }
    }

    private static ApplicationSettings of(JsonNode source, JsonNode build) {
        JsonNode origin = source.path("git").isObject() ? source.path("git") : source.path("push");
        JsonNode resources = build.path("resources");
        JsonNode limits = resources.path("limits").isObject() ? resources.path("limits") : resources;
        return new ApplicationSettings(
                origin.path("contextDir").asText(""),
                origin.path("url").asText(null),
                build.path("incremental").asBoolean(false),
                cpu(limits.path("cpu")),
                memory(limits.path("memory")),
                timeout(build.path("timeout")),
                build.path("user").asText("project"),
                build.path("scripts").asText(null),
                build.path("postCommit").isObject() ? postCommit(build.path("postCommit")) : null,
                build.path("runtimeImage").asText(null),
                build.path("artifacts").asText(null),
                build.path("strategy").isTextual()
                        ? strategy(build.path("strategy").asText())
                        : null,
                dockerfile(build.path("dockerfile")));
    }

    private static BuildStrategy strategy(String name) {
        return BuildStrategy.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static DockerfileStage dockerfile(JsonNode said) {
        Map<String, String> arguments = new HashMap<>();
        said.path("arguments")
                .properties()
                .forEach(argument ->
                        arguments.put(argument.getKey(), argument.getValue().asText()));
        return new DockerfileStage(
                said.path("path").asText(null), null, said.path("target").asText(null), arguments);
    }

    private static PostCommit postCommit(JsonNode check) {
        return new PostCommit(
                check.path("script").asText(null), texts(check.path("command")), texts(check.path("args")));
    }

    private static List<String> texts(JsonNode words) {
        return words.valueStream().map(JsonNode::asText).toList();
    }

    /// As users write it ("500m"), or the record's own form.
    private static int cpu(JsonNode node) {
        if (node.isObject()) {
            return node.path("millis").asInt(CPU_MILLIS);
        }
        return node.isValueNode() && !node.isNull() ? Cpu.parse(node.asText()).millis() : CPU_MILLIS;
    }

    private static long memory(JsonNode node) {
        if (node.isObject()) {
            return node.path("value").asLong(MEMORY_BYTES);
        }
        return node.isValueNode() && !node.isNull() ? Bytes.parse(node.asText()).value() : MEMORY_BYTES;
    }

    /// ISO 8601, or seconds.
    private static Duration timeout(JsonNode node) {
        if (node.isNumber()) {
            return Duration.ofMillis(Math.round(node.asDouble() * 1000));
        }
        return node.isTextual() ? Duration.parse(node.asText()) : TIMEOUT;
    }
}

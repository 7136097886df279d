package dev.slipway.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.ImageBuilds;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.Streams.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The engine's classic builder, `POST /build`: the one that needs nothing but its interface. The request is the
/// build, so closing the connection ends it.
final class DockerBuilds implements ImageBuilds {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DOING = "build an image";
    private static final int PERIOD_MICROS = 100_000;
    private static final int MICROS_PER_MILLI = PERIOD_MICROS / 1000;
    private static final int OK = 200;
    private static final List<Map<String, Object>> ULIMITS =
            List.of(Map.of("Name", "nofile", "Soft", 4096, "Hard", 8192), Map.of("Name", "core", "Soft", 0, "Hard", 0));

    private final DockerClients clients;
    private final InstallationLabel label;

    DockerBuilds(DockerClients clients, InstallationLabel label) {
        this.clients = clients;
        this.label = label;
    }

    @Override
    public Result build(Recipe recipe, InputStream context, Sink sink) {
        String target = clients.prefix() + "/build?" + query(recipe);
        try (EngineStream answer = EngineStream.send(clients.socket(), target, "application/x-tar", context, DOING)) {
            return answer.status() != OK ? new Result.Refused(refusal(answer.body())) : heard(answer.body(), sink);
        } catch (IOException e) {
            throw EngineFaults.unanswered(DOING, e);
        }
    }

    private String query(Recipe recipe) {
        Map<String, String> query = new TreeMap<>();
        query.put("dockerfile", recipe.dockerfile());
        query.put("t", recipe.tag());
        query.put("networkmode", recipe.network() == null ? "none" : recipe.network());
        query.put("buildargs", json(recipe.arguments()));
        query.put("labels", json(label.on(recipe.labels())));
        query.put("ulimits", json(ULIMITS));
        query.put("memory", String.valueOf(recipe.memoryBytes()));
        // Equal to memory: no swap.
        query.put("memswap", String.valueOf(recipe.memoryBytes()));
        query.put("cpuperiod", String.valueOf(PERIOD_MICROS));
        query.put("cpuquota", String.valueOf((long) recipe.cpuMillis() * MICROS_PER_MILLI));
        query.put("cpushares", String.valueOf(recipe.cpuShares()));
        query.put("shmsize", String.valueOf(recipe.shmBytes()));
        query.put("nocache", String.valueOf(!recipe.cached()));
        query.put("rm", "true");
        query.put("forcerm", "false");
        if (recipe.target() != null) {
            query.put("target", recipe.target());
        }
        return query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String refusal(InputStream body) throws IOException {
        return JSON.readTree(body).path("message").asText();
    }

    /// A message for each thing that happens; the last image named is the one asked for.
    private static Result heard(InputStream body, Sink sink) throws IOException {
        String image = null;
        try (MappingIterator<JsonNode> messages = JSON.readerFor(JsonNode.class).readValues(body)) {
            while (messages.hasNextValue()) {
                JsonNode message = messages.nextValue();
                if (message.has("error")) {
                    return new Result.Refused(message.path("error").asText());
                }
                byte[] said = message.path("stream").asText().getBytes(StandardCharsets.UTF_8);
                sink.accept(false, said, 0, said.length);
                image = message.path("aux").path("ID").asText(image);
            }
        }
        if (image == null) {
            throw new EngineException(Kind.UNREACHABLE, "the engine could not " + DOING + ": it broke off", null);
        }
        return new Result.Built(image);
    }
}

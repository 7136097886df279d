package dev.slipway.platform.webhook;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A sender's JSON, read with patience: what is missing or of another type is null, and texts are clean and short
/// enough
/// to be kept. Paths are names joined by dots.
final class Payload {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int LONGEST = 4096;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n\t]]");

    private final JsonNode node;

    private Payload(JsonNode node) {
        this.node = node;
    }

    /// Nothing at all reads as an empty object. Throws MALFORMED.
    static Payload of(String text) {
        try {
            JsonNode node = JSON.readTree(text.isBlank() ? "{}" : text);
            if (node.isObject()) {
                return new Payload(node);
            }
        } catch (IOException _) {
            // Said below, as for what is JSON and no object.
        }
        throw PlatformException.of(
                ErrorCode.MALFORMED,
                "The delivery is proved and is no JSON object.",
                "Let the sender send its payload as JSON.");
    }

    Payload at(String path) {
        JsonNode found = node;
        for (String name : path.split("\\.")) {
            found = found.path(name);
        }
        return new Payload(found);
    }

    /// Null where there is neither text nor number.
    String text(String path) {
        JsonNode found = at(path).node;
        return found.isTextual() || found.isNumber() ? clean(found.asText()) : null;
    }

    /// Without what the database cannot keep, or a terminal would act on.
    static String clean(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        String whole = new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return CONTROL.matcher(whole).replaceAll("\uFFFD");
    }

    boolean flag(String path) {
        return at(path).node.asBoolean(false);
    }

    int number(String path) {
        return at(path).node.asInt(0);
    }

    boolean has(String path) {
        JsonNode found = at(path).node;
        return !found.isMissingNode() && !found.isNull();
    }

    /// Empty where there is no list.
    List<Payload> list(String path) {
        JsonNode found = at(path).node;
        return found.isArray()
                ? StreamSupport.stream(found.spliterator(), false)
                        .map(Payload::new)
                        .toList()
                : List.of();
    }

    /// The texts of a list of texts.
    Stream<String> texts(String path) {
        return list(path).stream().filter(one -> one.node.isTextual()).map(one -> clean(one.node.asText()));
    }

    /// Those of the texts at the paths that are there.
    List<String> present(String... paths) {
        return Stream.of(paths).map(this::text).filter(Objects::nonNull).toList();
    }
}

package dev.slipway.platform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.platform.Operations.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/// Requests that fit an operation's form and carry values that make no sense.
final class Nonsense {
    private static final List<String> SEGMENTS = List.of(
            "none",
            "-1",
            "0",
            "1",
            "99999999999999999999",
            "%20",
            "a..b",
            "..%2f..",
            "%C3%A9",
            "x".repeat(300),
            "null",
            "'%20OR%201=1--",
            "%3Cscript%3E",
            "00000000-0000-0000-0000-000000000000",
            "*",
            "%25",
            "a%0Ab");
    private static final List<String> VALUES = List.of(
            "null",
            "\"\"",
            "0",
            "-1",
            "1.5",
            "1e999",
            "9223372036854775808",
            "[]",
            "{}",
            "[null]",
            "[[1]]",
            "true",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"PT5M\"",
            "\"P999999999999Y\"",
            "\"256Mi\"",
            "\"999999999999999Gi\"",
            "\"shop\"",
            "\"../../etc/passwd\"",
            "\"" + "x".repeat(5000) + "\"",
            "{\"a\":{\"a\":{\"a\":1}}}",
            "[1,\"2\",null]");
    private static final List<String> BODIES =
            List.of("", "{", "[]", "null", "\"text\"", "{\"name\":1,\"name\":2}", "\u0000", "{}x", "[".repeat(2000));

    private final Operations operations;
    private final Random random;

    Nonsense(Operations operations, Random random) {
        this.operations = operations;
        this.random = random;
    }

    String address(Operation operation) {
        String address = operation.path();
        for (JsonNode parameter : operation.parameters("path")) {
            String name = parameter.path("name").asText();
            address = address.replace("{" + name + "}", segment(name));
        }
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        for (JsonNode parameter : operation.parameters("query")) {
            if (random.nextBoolean()) {
                query.add(parameter.path("name").asText() + "=" + one(SEGMENTS));
            }
        }
        return address + query;
    }

    /// More often than not one that is there, so that a request gets further.
    private String segment(String name) {
        if (random.nextInt(3) == 0) {
            return one(SEGMENTS);
        }
        return switch (name) {
            case "project" -> "fuzzed";
            case "application" -> "shop";
            case "route" -> "shop";
            case "number", "version" -> "1";
            default -> one(SEGMENTS);
        };
    }

    String body(Operation operation) {
        if (!operation.takesJson()) {
            return null;
        }
        return random.nextInt(5) == 0 ? one(BODIES) : value(operation.body(), 0);
    }

    private String value(JsonNode reference, int depth) {
        JsonNode schema = operations.resolved(reference);
        if (random.nextInt(3) == 0 || depth > 4 || !schema.has("properties")) {
            return depth == 0 && random.nextBoolean() ? "{}" : one(VALUES);
        }
        StringJoiner object = new StringJoiner(",", "{", "}");
        schema.path("properties").fields().forEachRemaining(property -> {
            if (random.nextBoolean()) {
                object.add("\"" + property.getKey() + "\":" + value(property.getValue(), depth + 1));
            }
        });
        if (random.nextInt(6) == 0) {
            object.add("\"unheardOf\":1");
        }
        return object.toString();
    }

    Map<String, String> headers(Operation operation) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", random.nextInt(8) == 0 ? "text/x-nothing" : "application/json");
        for (JsonNode parameter : operation.parameters("header")) {
            if (random.nextInt(3) > 0) {
                headers.put(
                        parameter.path("name").asText(),
                        one(List.of("*", "\"1\"", "W/\"1\"", "1", "a b", "\"\"", "-")));
            }
        }
        return headers;
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}

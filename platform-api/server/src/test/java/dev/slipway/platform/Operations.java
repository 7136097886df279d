package dev.slipway.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/// The operations of the interface as its OpenAPI document tells them.
final class Operations {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final JsonNode document;

    private Operations(JsonNode document) {
        this.document = document;
    }

    static Operations read() {
        try {
            return new Operations(new ObjectMapper()
                    .readTree(RestAssured.given()
                            .accept("application/json")
                            .get("/openapi")
                            .asString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All below /api/v1.
    List<Operation> all() {
        List<Operation> all = new ArrayList<>();
        document.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(operation -> {
                    if (path.getKey().startsWith("/api/v1") && METHODS.contains(operation.getKey())) {
                        all.add(new Operation(
                                path.getKey(), operation.getKey().toUpperCase(Locale.ROOT), operation.getValue()));
                    }
                }));
        return all;
    }

    /// The schema itself, where it is told by reference.
    JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    record Operation(String path, String method, JsonNode told) {

        boolean documents(int status) {
            return told.path("responses").has(String.valueOf(status));
        }

        List<JsonNode> parameters(String in) {
            return StreamSupport.stream(told.path("parameters").spliterator(), false)
                    .filter(parameter -> parameter.path("in").asText().equals(in))
                    .toList();
        }

        JsonNode body() {
            return told.path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema");
        }

        boolean takesJson() {
            return !body().isMissingNode();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /// Sends a request as it is, to an address that is written as it is.
    static HttpResponse<String> send(
            String method, String address, String token, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + address))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}

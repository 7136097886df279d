package dev.slipway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// The REST interface as scripts use it.
record Api(int port, String token) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    record Answer(int status, String text, java.net.http.HttpHeaders headers) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(text, e);
            }
        }

        Answer expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError("status " + status + " instead of " + wanted + ": " + text);
            }
            return this;
        }
    }

    static Api administrator(Installation installation) {
        return new Api(installation.port(), installation.administratorToken());
    }

    Api as(String otherToken) {
        return new Api(port, otherToken);
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String body) {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    /// A body of another type than JSON.
    Answer send(String path, String type, byte[] body) {
        return send(request(path).setHeader("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
    }

    Answer put(String path, String body) {
        return send(request(path).PUT(BodyPublishers.ofString(body)));
    }

    Answer patch(String path, String body) {
        return send(request(path).header("If-Match", "*").method("PATCH", BodyPublishers.ofString(body)));
    }

    Answer delete(String path) {
        return send(request(path).header("If-Match", "*").DELETE());
    }

    /// A push application, in a project that is made when it is missing.
    void application(String project, String name, String settings) {
        if (get("/projects/" + project).status() == 404) {
            post("/projects", "{\"name\":\"" + project + "\"}").expect(201);
        }
        post(
                        "/projects/" + project + "/applications",
                        "{\"name\":\"" + name + "\",\"source\":{\"push\":{}}" + settings + "}")
                .expect(201);
    }

    /// A new user and a token of it.
    Api newUser(String name) {
        post("/users", "{\"name\":\"" + name + "\",\"password\":\"a long enough password\"}")
                .expect(201);
        String basic = java.util.Base64.getEncoder().encodeToString((name + ":a long enough password").getBytes());
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/tokens"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"e2e\",\"scopes\":[\"write\"]}"))
                .build();
        return as(exchange(request).expect(201).json().path("token").asText());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private static Answer send(HttpRequest.Builder request) {
        return exchange(request.build());
    }

    static Answer exchange(HttpRequest request) {
        try {
            HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}

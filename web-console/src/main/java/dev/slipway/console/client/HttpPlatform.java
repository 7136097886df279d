package dev.slipway.console.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The platform over HTTP, on this machine.
@Singleton
public class HttpPlatform implements Platform {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final URI platform;

    HttpPlatform(@ConfigProperty(name = "slipway.console.platform-url") URI platform) {
        this.platform = platform;
    }

    @Override
    public <T> T call(Call call, Class<T> type) {
        HttpRequest request = request(call, "application/json, application/problem+json")
                .timeout(ANSWER)
                .build();
        HttpResponse<byte[]> response = exchange(request, BodyHandlers.ofByteArray());
        requireSuccess(response.statusCode(), response.body());
        return response.body().length == 0 ? null : read(response.body(), type);
    }

    @Override
    public InputStream text(Call call) {
        return stream(request(call, "text/plain, application/problem+json"));
    }

    @Override
    public InputStream events(Call call, String lastEventId) {
        HttpRequest.Builder request = request(call, "text/event-stream, application/problem+json");
        return stream(lastEventId == null ? request : request.header("Last-Event-ID", lastEventId));
    }

    private InputStream stream(HttpRequest.Builder request) {
        HttpResponse<InputStream> response = exchange(request.build(), BodyHandlers.ofInputStream());
        if (response.statusCode() >= 300) {
            requireSuccess(response.statusCode(), drained(response.body()));
        }
        return response.body();
    }

    private HttpRequest.Builder request(Call call, String accept) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(call))
                .header("Authorization", call.authorization())
                .header("Accept", accept)
                .method(call.method(), body(call));
        if (call.body() != null) {
            request.header("Content-Type", "application/json");
        }
        if (!call.method().equals("GET") && !call.method().equals("POST")) {
            request.header("If-Match", call.version());
        }
        if (!call.attended()) {
            request.header("Slipway-Unattended", "true");
        }
        return request;
    }

    private URI uri(Call call) {
        String query = call.query().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return platform.resolve(call.address().api() + (query.isEmpty() ? "" : "?" + query));
    }

    private static BodyPublisher body(Call call) {
        try {
            return call.body() == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(call.body()));
        } catch (JacksonException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new PlatformRefusal(Problem.unreachable(e.toString()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new PlatformRefusal(Problem.unreachable("the console stops"));
        }
    }

    private static byte[] drained(InputStream body) {
        try (body) {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new PlatformRefusal(Problem.unreachable(e.toString()));
        }
    }

    private static void requireSuccess(int status, byte[] body) {
        if (status < 200 || status >= 300) {
            throw new PlatformRefusal(problem(status, body));
        }
    }

    private static Problem problem(int status, byte[] body) {
        try {
            Problem problem = JSON.readValue(body, Problem.class);
            return problem.status() == status ? problem : Problem.unreachable("status " + status);
        } catch (IOException _) {
            return Problem.unreachable("status " + status);
        }
    }

    private static <T> T read(byte[] body, Class<T> type) {
        try {
            return JSON.readValue(body, type);
        } catch (IOException e) {
            throw new IllegalStateException("the platform's answer is not a " + type.getSimpleName(), e);
        }
    }
}

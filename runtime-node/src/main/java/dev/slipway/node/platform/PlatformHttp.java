package dev.slipway.node.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;

/// HTTP/1.1 towards the platform with the node's credential, JSON in and out. The credential is read from its file
/// at every call, so that it can be renewed under a running node.
public final class PlatformHttp implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final int REFUSAL_BYTES = 4096;

    private final URI base;
    private final Path credential;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /// base is the platform's address, such as `http://localhost:8080`; paths of calls start with a slash.
    public PlatformHttp(URI base, Path credential) {
        this.base = base;
        this.credential = credential;
    }

    /// Text made fit for one segment of a path or one value of a query.
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Empty for 204. wait is how long the platform may hold the answer back.
    public <T> Optional<T> get(String path, Duration wait, Class<T> type) {
        return exchange(request("GET", path, BodyPublishers.noBody(), wait), type);
    }

    /// body null sends none. Empty for 204.
    public <T> Optional<T> send(String method, String path, Object body, Duration wait, Class<T> type) {
        BodyPublisher content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(written(body));
        HttpRequest.Builder request = request(method, path, content, wait);
        return exchange(request.setHeader("Content-Type", "application/json"), type);
    }

    /// The answer's body as it comes; the caller closes it.
    public InputStream open(String path) {
        HttpRequest request =
                request("GET", path, BodyPublishers.noBody(), Duration.ZERO).build();
        return checked(request, answer(request)).body();
    }

    /// Sends bytes of known length.
    public void post(String path, byte[] bytes, int offset, int length) {
        BodyPublisher content = BodyPublishers.ofByteArray(bytes, offset, length);
        exchange(
                request("POST", path, content, Duration.ZERO).setHeader("Content-Type", "application/octet-stream"),
                Void.class);
    }

    /// Sends a stream of any length as it comes; without a time limit.
    public void post(String path, InputStream stream) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .POST(BodyPublishers.ofInputStream(() -> stream))
                .header("Authorization", authorization())
                .header("Content-Type", "text/plain")
                .build();
        close(checked(request, answer(request)).body());
    }

    private HttpRequest.Builder request(String method, String path, BodyPublisher content, Duration wait) {
        return HttpRequest.newBuilder(base.resolve(path))
                .method(method, content)
                .header("Authorization", authorization())
                .header("Accept", "application/json, */*;q=0.5")
                .timeout(wait.plus(ANSWER_LIMIT));
    }

    private String authorization() {
        try {
            return "Bearer " + Files.readString(credential).strip();
        } catch (IOException missing) {
            throw new PlatformUnreachable("the node's credential cannot be read: " + missing.getMessage(), missing);
        }
    }

    private <T> Optional<T> exchange(HttpRequest.Builder building, Class<T> type) {
        HttpRequest request = building.build();
        HttpResponse<InputStream> response = checked(request, answer(request));
        try (InputStream body = response.body()) {
            byte[] bytes = body.readAllBytes();
            return response.statusCode() == 204 || bytes.length == 0 || type == Void.class
                    ? Optional.empty()
                    : Optional.of(json.readValue(bytes, type));
        } catch (IOException broken) {
            throw new PlatformUnreachable(request.uri().getPath() + " broke off: " + broken.getMessage(), broken);
        }
    }

    private HttpResponse<InputStream> answer(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException away) {
            throw new PlatformUnreachable(request.uri() + " does not answer: " + away, away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new PlatformUnreachable("interrupted", stopped);
        }
    }

    private static HttpResponse<InputStream> checked(HttpRequest request, HttpResponse<InputStream> response) {
        if (response.statusCode() < 300) {
            return response;
        }
        try (InputStream body = response.body()) {
            String text = new String(body.readNBytes(REFUSAL_BYTES), StandardCharsets.UTF_8);
            throw new PlatformRefusal(request.method() + " " + request.uri().getPath(), response.statusCode(), text);
        } catch (IOException broken) {
            throw new PlatformUnreachable(request.uri().getPath() + " broke off", broken);
        }
    }

    private byte[] written(Object body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void close(InputStream body) {
        try (body) {
            body.readNBytes(REFUSAL_BYTES);
        } catch (IOException ended) {
            throw new PlatformUnreachable("the answer broke off", ended);
        }
    }

    /// Ends open calls at once.
    @Override
    public void close() {
        client.shutdownNow();
    }
}

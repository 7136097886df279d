package dev.slipway.platform;

import static org.awaitility.Awaitility.await;

import dev.slipway.platform.http.EventReading;
import dev.slipway.platform.http.EventReading.Event;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The reader of a stream of events that keeps what it got.
final class OpenStream implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpResponse<InputStream> answer;
    private final StringBuffer text = new StringBuffer();
    private volatile boolean ended;

    private OpenStream(HttpResponse<InputStream> answer) {
        this.answer = answer;
        Thread.ofVirtual().start(this::read);
    }

    static OpenStream open(String path, String lastEventId) throws Exception {
        return open(path, lastEventId, Api.administratorToken());
    }

    static OpenStream open(String path, String lastEventId, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        OpenStream stream = new OpenStream(CLIENT.send(request.build(), BodyHandlers.ofInputStream()));
        if (stream.answer.statusCode() == 200) {
            await().until(() -> stream.text.indexOf("id: ") >= 0);
        }
        return stream;
    }

    private void read() {
        byte[] chunk = new byte[1024];
        try {
            for (int length = answer.body().read(chunk);
                    length >= 0;
                    length = answer.body().read(chunk)) {
                text.append(new String(chunk, 0, length, StandardCharsets.UTF_8));
            }
        } catch (IOException _) {
            return; // closed
        } finally {
            ended = true;
        }
    }

    int status() {
        return answer.statusCode();
    }

    HttpHeaders headers() {
        return answer.headers();
    }

    List<Event> events() {
        return events("event");
    }

    List<Event> events(String name) {
        return EventReading.of(text.toString()).stream()
                .filter(event -> event.event().equals(name))
                .toList();
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        try {
            answer.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

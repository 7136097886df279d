package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.platform.http.EventReading;
import dev.slipway.platform.http.EventReading.Event;
import dev.slipway.platform.http.EventStreams;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class EventStreamIT {

    @Test
    void aStreamTellsWhatHappensFromNowOnAndGoesOnWhereItWasLeft() throws Exception {
        Api.project(Api.asAdministrator(), "streamed");
        Api.application(Api.asAdministrator(), "streamed", "one");
        String last;
        try (Stream first = Stream.open("/api/v1/projects/streamed/events", null)) {
            Api.application(Api.asAdministrator(), "streamed", "two");
            await().until(() -> first.events().size() == 1);
            assertThat(first.events().getFirst().data()).contains("\"subject\":\"two\"");
            last = first.events().getFirst().id();
        }
        Api.application(Api.asAdministrator(), "streamed", "three");
        try (Stream second = Stream.open("/api/v1/projects/streamed/events", last)) {
            await().until(() -> second.events().size() == 1);
            assertThat(second.events().getFirst().data()).contains("\"subject\":\"three\"");
        }
        try (Stream all = Stream.open("/api/v1/projects/streamed/events?after=0", null);
                Stream ofOne = Stream.open("/api/v1/projects/streamed/applications/one/events?after=0", null)) {
            await().until(() -> all.events().size() == 3);
            await().until(() -> ofOne.events().size() == 1);
            assertThat(ofOne.events().getFirst()).isEqualTo(all.events().getFirst());
        }
    }

    @Test
    void oneUserHasSoManyStreamsAndGetsOthersWhenTheyEnd() throws Exception {
        RequestSpecification user = Api.asNewUser("watcher");
        Api.project(user, "watched");
        String token = Api.token(user);
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < EventStreams.MOST_OF_ONE_USER; i++) {
            streams.add(Stream.open("/api/v1/projects/watched/events", null, token));
        }
        Stream refused = Stream.open("/api/v1/projects/watched/events", null, token);
        assertThat(refused.answer.statusCode()).isEqualTo(429);
        assertThat(refused.answer.headers().firstValue("Retry-After")).isPresent();
        streams.forEach(Stream::close);

        await().until(() -> {
            try (Stream again = Stream.open("/api/v1/projects/watched/events", null, token)) {
                return again.answer.statusCode() == 200;
            }
        });
    }

    @Test
    void aStreamIsForMembersAndBeginsWhereAnEventIs() throws Exception {
        Api.project(Api.asAdministrator(), "unseen");
        String stranger = Api.token(Api.asNewUser("not-a-watcher"));

        assertThat(Stream.open("/api/v1/projects/unseen/events", null, stranger)
                        .answer
                        .statusCode())
                .isEqualTo(404);
        assertThat(Stream.open("/api/v1/projects/unseen/events", "x", Api.administratorToken())
                        .answer
                        .statusCode())
                .isEqualTo(400);
    }

    /// A reader that keeps what it got.
    private static final class Stream implements AutoCloseable {
        private static final HttpClient CLIENT =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        private final HttpResponse<InputStream> answer;
        private final StringBuffer text = new StringBuffer();

        private Stream(HttpResponse<InputStream> answer) {
            this.answer = answer;
            Thread.ofVirtual().start(this::read);
        }

        static Stream open(String path, String lastEventId) throws Exception {
            return open(path, lastEventId, Api.administratorToken());
        }

        static Stream open(String path, String lastEventId, String token) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "text/event-stream");
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            Stream stream = new Stream(CLIENT.send(request.build(), BodyHandlers.ofInputStream()));
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
            }
        }

        List<Event> events() {
            return EventReading.of(text.toString()).stream()
                    .filter(event -> event.event().equals("event"))
                    .toList();
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
}

package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.platform.http.EventStreams;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
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
        try (OpenStream first = OpenStream.open("/api/v1/projects/streamed/events", null)) {
            Api.application(Api.asAdministrator(), "streamed", "two");
            await().until(() -> first.events().size() == 1);
            assertThat(first.events().getFirst().data()).contains("\"subject\":\"two\"");
            last = first.events().getFirst().id();
        }
        Api.application(Api.asAdministrator(), "streamed", "three");
        try (OpenStream second = OpenStream.open("/api/v1/projects/streamed/events", last)) {
            await().until(() -> second.events().size() == 1);
            assertThat(second.events().getFirst().data()).contains("\"subject\":\"three\"");
        }
        try (OpenStream all = OpenStream.open("/api/v1/projects/streamed/events?after=0", null);
                OpenStream ofOne = OpenStream.open("/api/v1/projects/streamed/applications/one/events?after=0", null)) {
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
        List<OpenStream> streams = new ArrayList<>();
        for (int i = 0; i < EventStreams.MOST_OF_ONE_USER; i++) {
            streams.add(OpenStream.open("/api/v1/projects/watched/events", null, token));
        }
        OpenStream refused = OpenStream.open("/api/v1/projects/watched/events", null, token);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        streams.forEach(OpenStream::close);

        await().until(() -> {
            try (OpenStream again = OpenStream.open("/api/v1/projects/watched/events", null, token)) {
                return again.status() == 200;
            }
        });
    }

    @Test
    void aStreamIsForMembersAndBeginsWhereAnEventIs() throws Exception {
        Api.project(Api.asAdministrator(), "unseen");
        String stranger = Api.token(Api.asNewUser("not-a-watcher"));

        assertThat(OpenStream.open("/api/v1/projects/unseen/events", null, stranger)
                        .status())
                .isEqualTo(404);
        assertThat(OpenStream.open("/api/v1/projects/unseen/events", "x", Api.administratorToken())
                        .status())
                .isEqualTo(400);
    }
}

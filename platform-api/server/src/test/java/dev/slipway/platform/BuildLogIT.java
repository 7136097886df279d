package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.database.Database;
import dev.slipway.platform.http.EventReading;
import dev.slipway.platform.http.EventReading.Event;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class BuildLogIT {
    private static final String LOG = "/api/v1/projects/told/applications/shop/builds/1/log";

    private final Database loops;
    private final InMemoryBuildLogs logs;

    @Inject
    BuildLogIT(@Named("loops") Database loops, InMemoryBuildLogs logs) {
        this.loops = loops;
        this.logs = logs;
    }

    @Test
    void aLogIsTextOrAStreamOfEventsAsAcceptSays() {
        Api.project(Api.asAdministrator(), "told");
        Api.application(Api.asAdministrator(), "told", "shop");
        logs.put(endedBuild(), "one\ntwo\n".getBytes(StandardCharsets.UTF_8));

        Response text = Api.asAdministrator().get(LOG);
        assertThat(text.contentType()).startsWith("text/plain");
        assertThat(text.asString()).isEqualTo("one\ntwo\n");

        Response stream = events().get(LOG);
        assertThat(stream.contentType()).startsWith("text/event-stream");
        List<Event> all = EventReading.of(stream.asString());
        assertThat(all).extracting(Event::event).containsExactly("line", "line", "end");
        assertThat(all.getLast().data()).contains("\"state\":\"failed\"");

        assertThat(EventReading.of(resumed(all.getFirst().id()).asString())).isEqualTo(all.subList(1, 3));
        assertThat(EventReading.of(
                        resumed(all.getFirst().id() + "-save-artifacts").asString()))
                .extracting(Event::event)
                .containsExactly("line", "end");
        assertThat(resumed(all.getLast().id()).statusCode()).isEqualTo(204);
        assertThat(resumed("yesterday").statusCode()).isEqualTo(400);
        assertThat(resumed("yesterday").contentType()).startsWith("application/problem+json");
    }

    private UUID endedBuild() {
        UUID build = UUID.randomUUID();
        loops.run(sql -> sql.update("""
                INSERT INTO builds (id, project_id, application_id, number, trigger_kind, trigger_by, commit_id, state,
                                    reason)
                SELECT ?, project_id, id, 1, 'manual', 'admin', 'c0ffee', 'failed', 'AssembleFailed' FROM applications
                WHERE name = 'shop' AND project_id = (SELECT id FROM projects WHERE name = 'told')
                """, build));
        return build;
    }

    private static RequestSpecification events() {
        return Api.asAdministrator().accept("text/event-stream");
    }

    private static Response resumed(String lastEventId) {
        return events().header("Last-Event-ID", lastEventId).get(LOG);
    }
}

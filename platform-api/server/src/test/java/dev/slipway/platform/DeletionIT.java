package dev.slipway.platform;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.database.Database;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class DeletionIT {
    private final Database loops;

    @Inject
    DeletionIT(@Named("loops") Database loops) {
        this.loops = loops;
    }

    @Test
    void aPurgeTellsWhatIsLeftUntilNothingIsAndTheNameIsFree() {
        Api.project(Api.asAdministrator(), "purged");
        Api.application(Api.asAdministrator(), "purged", "shop");
        runningInstance("purged");

        delete("/api/v1/projects/purged?purge=true")
                .then()
                .statusCode(202)
                .body("state", equalTo("deleting"))
                .body("remaining.applications", equalTo(1))
                .body("remaining.instances", equalTo(1))
                .body("remaining.routes", equalTo(1));
        Api.asAdministrator()
                .get("/api/v1/projects/purged/applications/shop")
                .then()
                .body("status.state", equalTo("deleting"))
                .body("remaining.instances", equalTo(1));
        Api.asAdministrator()
                .body("{\"name\":\"purged\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(409);

        endInstances();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> delete("/api/v1/projects/purged?purge=true").statusCode() == 204);
        Api.asAdministrator().get("/api/v1/projects/purged").then().statusCode(404);
        delete("/api/v1/projects/purged?purge=true").then().statusCode(204);
        delete("/api/v1/projects/purged").then().statusCode(404);
        Api.project(Api.asAdministrator(), "purged");
    }

    @Test
    void theTrashIsKeptForThreeDaysAndThenEmptied() {
        Api.project(Api.asAdministrator(), "trashed");
        Api.application(Api.asAdministrator(), "trashed", "shop");
        delete("/api/v1/projects/trashed/applications/shop")
                .then()
                .statusCode(202)
                .body("status.state", equalTo("deleted"))
                .body("remaining", nullValue());
        age("71 hours 59 minutes");
        delete("/api/v1/projects/trashed/applications/shop").then().statusCode(202);
        Api.asAdministrator()
                .post("/api/v1/projects/trashed/applications/shop/restoration")
                .then()
                .statusCode(200);

        delete("/api/v1/projects/trashed/applications/shop").then().statusCode(202);
        age("73 hours");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Api.asAdministrator()
                                .get("/api/v1/projects/trashed/applications/shop")
                                .statusCode()
                        == 404);
    }

    private void age(String by) {
        loops.run(sql -> sql.update(
                "UPDATE applications SET deleted_at = now() - ?::interval FROM projects p"
                        + " WHERE p.id = project_id AND p.name = 'trashed'",
                by));
    }

    private static Response delete(String path) {
        return Api.asAdministrator().header("If-Match", "*").delete(path);
    }

    private void runningInstance(String project) {
        loops.run(sql -> sql.update("""
                INSERT INTO instances (id, project_id, application_id, process, release_version, cpu_millis,
                                       memory_bytes, state)
                SELECT 'of-deletion', project_id, a.id, 'web', 1, 1, 1, 'running'
                FROM applications a JOIN projects p ON p.id = a.project_id WHERE p.name = ?
                """, project));
    }

    private void endInstances() {
        loops.run(sql -> sql.update("UPDATE instances SET state = 'stopped' WHERE id = 'of-deletion'"));
    }
}

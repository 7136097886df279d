package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.slipway.database.Database;
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
class IdempotencyIT {
    private final Database loops;

    @Inject
    IdempotencyIT(@Named("loops") Database loops) {
        this.loops = loops;
    }

    @Test
    void theSameRequestGivesTheSameAnswerAndHasItsEffectOnce() {
        Response first = keyed("once-1").body("{\"name\":\"repeated\"}").post("/api/v1/projects");
        Response again = keyed("once-1").body("{ \"name\": \"repeated\" }").post("/api/v1/projects");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertSame(again, first);
    }

    private static void assertSame(Response again, Response first) {
        assertThat(again.statusCode()).isEqualTo(first.statusCode());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.contentType()).isEqualTo(first.contentType());
    }

    @Test
    void everyCreatingPostIsRepeatable() {
        repeatable("/api/v1/projects", "{\"name\":\"all-posts\"}");
        repeatable("/api/v1/projects/all-posts/applications", "{\"name\":\"shop\",\"source\":{\"push\":{}}}");
        repeatable(
                "/api/v1/projects/all-posts/routes",
                "{\"host\":\"all-posts.example.org\",\"targets\":[{\"application\":\"shop\"}]}");
        repeatable("/api/v1/users", "{\"name\":\"all-posts\",\"password\":\"a long enough password\"}");
        repeatable("/api/v1/tokens", "{\"name\":\"all-posts\"}");
        repeatable("/api/v1/projects/all-posts/applications/shop/webhooks", "{\"sender\":\"github\"}");
        loops.run(sql -> sql.update("""
                INSERT INTO releases (project_id, application_id, version, image_id, environment, sealed, processes,
                                      cause, created_by)
                SELECT project_id, a.id, 1, 'sha256:0', '[]', '', a.processes, 'test', 'test'
                FROM applications a JOIN projects p ON p.id = a.project_id WHERE p.name = 'all-posts'
                """));
        repeatable("/api/v1/projects/all-posts/applications/shop/deployments", "{\"release\":1}");
        Api.asAdministrator()
                .get("/api/v1/projects/all-posts/applications/shop/deployments")
                .then()
                .body("items", hasSize(1));
    }

    private static void repeatable(String path, String body) {
        String key = UUID.randomUUID().toString();
        Response first = keyed(key).body(body).post(path);
        assertThat(first.statusCode()).as(path).isBetween(200, 299);
        assertSame(keyed(key).body(body).post(path), first);
    }

    @Test
    void anotherRequestWithTheKeyIsRefused() {
        keyed("once-2")
                .body("{\"name\":\"taken-key\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(201);

        keyed("once-2")
                .body("{\"name\":\"other-name\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(422)
                .body("code", equalTo("IDEMPOTENCY_MISMATCH"))
                .body("errors[0].field", equalTo("Idempotency-Key"));
        assertThat(keyed("once-2")
                        .body("{\"name\":\"taken-key\"}")
                        .post("/api/v1/tokens")
                        .statusCode())
                .as("the same body elsewhere")
                .isEqualTo(422);
    }

    @Test
    void aKeyBelongsToItsUser() {
        RequestSpecification other = Api.asNewUser("key-sharer");
        keyed("once-3")
                .body("{\"name\":\"keys-mine\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(201);

        other.header("Idempotency-Key", "once-3")
                .body("{\"name\":\"keys-yours\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(201);
    }

    @Test
    void whatWasRefusedIsTriedAgain() {
        Api.project(Api.asAdministrator(), "in-the-way");
        keyed("once-4")
                .body("{\"name\":\"in-the-way\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(409);
        keyed("once-4")
                .body("{\"name\":\"not-in-the-way\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(201);
    }

    @Test
    void ofParallelRequestsOneActsAndTheOthersGetItsAnswerOrAreToldToWait() throws InterruptedException {
        List<Integer> statuses = Parallel.statuses(12, _ -> {
            Response answer =
                    keyed("once-5").body("{\"name\":\"parallel-key\"}").post("/api/v1/projects");
            assertThat(answer.statusCode() != 409
                            || answer.header("Retry-After").equals("1"))
                    .isTrue();
            return answer.statusCode();
        });

        assertThat(statuses).contains(201).allMatch(status -> status == 201 || status == 409);
        keyed("once-5")
                .body("{\"name\":\"parallel-key\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(201);
    }

    @Test
    void aTokenIsNotKeptInTheClear() {
        String token = keyed("once-6")
                .body("{\"name\":\"sealed\"}")
                .post("/api/v1/tokens")
                .path("token");
        byte[] kept = loops.transaction(
                sql -> sql.first("SELECT sealed FROM idempotency_keys WHERE key = 'once-6'", row -> row.bytes("sealed"))
                        .orElseThrow());

        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain(token);
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        keyed("once-7")
                .body("{\"name\":\"day-old\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(201);
        loops.run(sql -> sql.update(
                "UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = 'once-7'"));

        keyed("once-7")
                .body("{\"name\":\"day-young\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(201);
    }

    @Test
    void aKeyThatIsNoneIsRefused() {
        keyed("with space")
                .body("{\"name\":\"keyless\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(422);
        keyed("k".repeat(201))
                .body("{\"name\":\"keyless\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(422);
    }

    private static RequestSpecification keyed(String key) {
        return Api.asAdministrator().header("Idempotency-Key", key);
    }
}

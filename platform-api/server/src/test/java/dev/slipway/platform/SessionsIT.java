package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.database.Database;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class SessionsIT {
    private static final String SESSIONS = "/api/v1/sessions";

    private final Database database;

    SessionsIT(@Named("loops") Database database) {
        this.database = database;
    }

    @Test
    void aSessionMayWhatItsUserMayAndShowsAmongSessionsOnly() {
        Api.asNewUser("sessa");
        Response session = signIn("sessa");

        assertThat(session.statusCode()).isEqualTo(201);
        assertThat(Instant.parse(session.path("expiresAt")))
                .isCloseTo(Instant.now().plus(12, ChronoUnit.HOURS), within(1, ChronoUnit.MINUTES));
        Api.project(Api.with(session.path("token")), "sessa-made");
        assertThat(Api.with(session.path("token")).get("/api/v1/tokens").<java.util.List<String>>path("items.name"))
                .containsExactly("test");
        Response listed = Api.with(session.path("token")).get(SESSIONS);
        assertThat(listed.<Boolean>path("items[0].current")).isTrue();
        assertThat(listed.<String>path("items[0].token")).isNull();
        assertThat(Api.with(session.path("token"))
                        .delete("/api/v1/tokens/" + session.path("id"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aTokenBeginsNoSession() {
        String token = Api.asNewUser("sessb")
                .body("{\"name\":\"reader\"}")
                .post("/api/v1/tokens")
                .path("token");

        assertThat(Api.with(token).body("{}").post(SESSIONS).statusCode()).isEqualTo(403);
        assertThat(basic("sessb", token).statusCode()).isEqualTo(403);
        assertThat(basic("sessb", "another long password").statusCode()).isEqualTo(401);
    }

    @Test
    void aSessionEndsAfterHalfAnHourWithoutUse() {
        Api.asNewUser("sessc");
        Response session = signIn("sessc");

        lastUsed(session, 29);
        assertThat(statusOf(session)).isEqualTo(200);
        lastUsed(session, 31);
        assertThat(statusOf(session)).isEqualTo(401);
    }

    @Test
    void aPageThatRefreshesItselfDoesNotKeepItsSession() {
        Api.asNewUser("sessd");
        Response session = signIn("sessd");
        lastUsed(session, 20);

        assertThat(Api.with(session.path("token"))
                        .header("Slipway-Unattended", "true")
                        .get("/api/v1/me")
                        .statusCode())
                .isEqualTo(200);
        lastUsedIsOlderThanMinutes(session, 19);
        assertThat(statusOf(session)).isEqualTo(200);
        lastUsedIsYoungerThanMinutes(session, 1);
    }

    @Test
    void signingOutEndsThisSessionAndEverywhereEndsAll() {
        Api.asNewUser("sesse");
        Response first = signIn("sesse");
        Response second = signIn("sesse");
        Response third = signIn("sesse");

        Api.with(first.path("token")).delete(SESSIONS + "/current").then().statusCode(204);
        assertThat(statusOf(first)).isEqualTo(401);
        assertThat(statusOf(second)).isEqualTo(200);

        Api.with(second.path("token")).delete(SESSIONS).then().statusCode(204);
        assertThat(statusOf(second)).isEqualTo(401);
        assertThat(statusOf(third)).isEqualTo(401);
    }

    @Test
    void nobodyEndsAnothersSession() {
        Api.asNewUser("sessf");
        Response session = signIn("sessf");

        assertThat(Api.asNewUser("sessg")
                        .delete(SESSIONS + "/" + session.path("id"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(statusOf(session)).isEqualTo(200);
    }

    @Test
    void anotherPasswordEndsEverySession() {
        Api.asNewUser("sessh");
        Response session = signIn("sessh");

        Api.with(session.path("token"))
                .body("{\"current\":\"a long enough password\",\"password\":\"another long password\"}")
                .put("/api/v1/me/password")
                .then()
                .statusCode(204);

        assertThat(statusOf(session)).isEqualTo(401);
    }

    @Test
    void theInterfaceTakesNoCookie() {
        Api.asNewUser("sessi");
        String token = signIn("sessi").path("token");

        for (String cookie : new String[] {"__Host-sid", "sid"}) {
            assertThat(RestAssured.given()
                            .header("Cookie", cookie + "=" + token)
                            .get("/api/v1/me")
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    private static Response signIn(String user) {
        return basic(user, "a long enough password");
    }

    private static Response basic(String user, String password) {
        return RestAssured.given()
                .auth()
                .preemptive()
                .basic(user, password)
                .contentType("application/json")
                .body("{\"name\":\"Firefox on Linux\"}")
                .post(SESSIONS);
    }

    private static int statusOf(Response session) {
        return Api.with(session.path("token")).get("/api/v1/me").statusCode();
    }

    private void lastUsed(Response session, int minutesAgo) {
        database.transaction(sql -> sql.update(
                "UPDATE tokens SET last_used_at = now() - ? * interval '1 minute' WHERE id = ?",
                minutesAgo,
                id(session)));
    }

    private void lastUsedIsOlderThanMinutes(Response session, int minutes) {
        assertThat(minutesUnused(session)).isGreaterThanOrEqualTo(minutes);
    }

    private void lastUsedIsYoungerThanMinutes(Response session, int minutes) {
        assertThat(minutesUnused(session)).isLessThan(minutes);
    }

    private int minutesUnused(Response session) {
        return database.transaction(sql -> sql.first(
                        "SELECT extract(epoch FROM now() - last_used_at)::integer / 60 AS minutes FROM tokens WHERE id = ?",
                        row -> row.integer("minutes"),
                        id(session))
                .orElseThrow());
    }

    private static UUID id(Response session) {
        return UUID.fromString(session.path("id"));
    }
}

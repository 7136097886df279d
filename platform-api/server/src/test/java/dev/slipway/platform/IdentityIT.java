package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class IdentityIT {

    @Test
    void aTokenMakesNoTokenThatOutlivesIt() {
        Response mother = token(Api.asAdministrator(), "[\"write\"]", "P1D");
        Response child = token(Api.with(mother.path("token")), "[\"deploy\"]", "P90D");
        Response brief = token(Api.with(mother.path("token")), "[\"deploy\"]", "PT1H");

        assertThat(child.statusCode()).isEqualTo(201);
        assertThat(expiry(child)).isCloseTo(expiry(mother), within(1, ChronoUnit.MILLIS));
        assertThat(expiry(brief)).isBefore(expiry(mother));
    }

    private static Instant expiry(Response made) {
        return Instant.parse(made.path("expiresAt"));
    }

    @Test
    void aTokenToDeployMakesNoTokens() {
        Response deployer = token(Api.asAdministrator(), "[\"deploy\"]", "P1D");

        assertThat(token(Api.with(deployer.path("token")), "[\"deploy\"]", "P1D")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void askingForHeadersNeedsNoMoreThanReading() {
        Response reader = token(Api.asAdministrator(), "[\"read\"]", "P1D");

        assertThat(Api.with(reader.path("token")).head("/api/v1/projects").statusCode())
                .isEqualTo(200);
        assertThat(Api.with(reader.path("token")).options("/api/v1/projects").statusCode())
                .isEqualTo(200);
        assertThat(basic("admin", Api.administratorPassword())
                        .head("/api/v1/me")
                        .statusCode())
                .isEqualTo(200);
        assertThat(RestAssured.given().head("/api/v1/projects").statusCode()).isEqualTo(401);
    }

    @Test
    void ofParallelCreationsOfOneUserOneWins() throws InterruptedException {
        assertThat(Parallel.statuses(
                        8,
                        _ -> Api.asAdministrator()
                                .body("{\"name\":\"twin\",\"password\":\"a long enough password\"}")
                                .post("/api/v1/users")
                                .statusCode()))
                .containsOnlyOnce(201)
                .filteredOn(status -> status == 409)
                .hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P999999999Y", "P99999999999Y", "PT999999999999999H", "-P1D", "P366D", "P0D", "soon"})
    void aLifeThatCannotBeIsRefused(String life) {
        token(Api.asAdministrator(), "[\"read\"]", life)
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("expiresIn"));
    }

    @Test
    void aScopeThatIsNoneIsRefused() {
        assertThat(token(Api.asAdministrator(), "[null]", "P1D").statusCode()).isIn(400, 422);
    }

    @Test
    void nobodyHasANameWithNul() {
        assertThat(basic("ad\0min", "a long enough password").get("/api/v1/me").statusCode())
                .isEqualTo(401);
    }

    @Test
    void parallelGuessesAreSlowedDownLikeOthers() throws InterruptedException {
        Api.asNewUser("guessed");

        assertThat(Parallel.statuses(
                        20,
                        i -> basic("guessed", "a wrong password " + i)
                                .get("/api/v1/me")
                                .statusCode()))
                .filteredOn(status -> status == 401)
                .hasSizeLessThan(8);
    }

    private static RequestSpecification basic(String name, String password) {
        return RestAssured.given().auth().preemptive().basic(name, password);
    }

    private static Response token(RequestSpecification caller, String scopes, String life) {
        return caller.body("{\"name\":\"made\",\"scopes\":" + scopes + ",\"expiresIn\":\"" + life + "\"}")
                .post("/api/v1/tokens");
    }
}

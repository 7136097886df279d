package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class LimitsIT {

    @Test
    void parallelRequestsMakeNoMoreProjectsThanTheLimit() throws InterruptedException {
        String token = userWithLimit("hasty", 2);

        assertThat(Parallel.statuses(8, i -> create(Api.with(token), "hasty" + i)))
                .filteredOn(status -> status == 201)
                .hasSize(2);
    }

    @Test
    void theTrashCountsUntilItIsPurged() {
        String token = userWithLimit("tidy", 1);
        assertThat(create(Api.with(token), "tidy-one")).isEqualTo(201);

        Api.with(token).delete("/api/v1/projects/tidy-one").then().statusCode(202);
        Api.with(token)
                .body("{\"name\":\"tidy-two\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(403)
                .body("code", equalTo("QUOTA_EXCEEDED"));
        Api.with(token).delete("/api/v1/projects/tidy-one?purge=true").then().statusCode(202);
        assertThat(create(Api.with(token), "tidy-two")).isEqualTo(201);
    }

    @Test
    void whoHasMoreProjectsThanTheLimitRestoresNone() {
        String token = userWithLimit("demoted", 2);
        create(Api.with(token), "demoted-one");
        create(Api.with(token), "demoted-two");
        Api.with(token).delete("/api/v1/projects/demoted-two").then().statusCode(202);
        limit("demoted", 1);

        Api.with(token)
                .post("/api/v1/projects/demoted-two/restoration")
                .then()
                .statusCode(403)
                .body("code", equalTo("QUOTA_EXCEEDED"));
        limit("demoted", 2);
        Api.with(token).post("/api/v1/projects/demoted-two/restoration").then().statusCode(200);
    }

    @Test
    void aTokenOfOneProjectFindsItOnTheFirstPage() {
        Api.project(Api.asAdministrator(), "aa-paged");
        Api.project(Api.asAdministrator(), "zz-paged");
        String token = Api.asAdministrator()
                .body("{\"name\":\"paged\",\"scopes\":[\"read\"],\"project\":\"zz-paged\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");

        Api.with(token)
                .get("/api/v1/projects?limit=1")
                .then()
                .body("items.name", contains("zz-paged"))
                .body("next", nullValue());
    }

    private static String userWithLimit(String name, int limit) {
        RequestSpecification caller = Api.asNewUser(name);
        limit(name, limit);
        return caller.body("{\"name\":\"limits\",\"scopes\":[\"admin\"]}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    private static void limit(String name, int limit) {
        Api.asAdministrator()
                .body(Map.of("projectLimit", limit))
                .patch("/api/v1/users/" + name)
                .then()
                .statusCode(200);
    }

    private static int create(RequestSpecification caller, String name) {
        return caller.body(Map.of("name", name)).post("/api/v1/projects").statusCode();
    }
}

package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class ConcurrencyIT {
    private static final int CALLERS = 10;

    @Test
    void ofParallelCreationsOfOneNameOneWins() throws Exception {
        assertThat(Parallel.statuses(
                        CALLERS,
                        _ -> Api.asAdministrator()
                                .body("{\"name\":\"contested\"}")
                                .post("/api/v1/projects")
                                .statusCode()))
                .containsOnlyOnce(201)
                .filteredOn(status -> status == 409)
                .hasSize(CALLERS - 1);
    }

    @Test
    void ofParallelChangesOfOneVersionOneWins() throws Exception {
        Api.project(Api.asAdministrator(), "raced");
        Api.application(Api.asAdministrator(), "raced", "shop");

        assertThat(Parallel.statuses(
                        CALLERS,
                        i -> Api.asAdministrator()
                                .header("If-Match", "\"1\"")
                                .body("{\"port\":" + (9000 + i) + "}")
                                .patch("/api/v1/projects/raced/applications/shop")
                                .statusCode()))
                .containsOnlyOnce(200)
                .filteredOn(status -> status == 412)
                .hasSize(CALLERS - 1);
    }

    @Test
    void ofParallelChangesOfARouteOrAProjectOneWins() throws Exception {
        Api.project(Api.asAdministrator(), "pulled");
        Api.application(Api.asAdministrator(), "pulled", "shop");
        String route = "/api/v1/projects/pulled/routes/front";
        Api.asAdministrator()
                .body(route(100))
                .post("/api/v1/projects/pulled/routes")
                .then()
                .statusCode(201);
        assertThat(Parallel.statuses(
                        CALLERS, i -> under("\"1\"", route(i + 1)).put(route).statusCode()))
                .containsOnlyOnce(200)
                .filteredOn(status -> status == 412)
                .hasSize(CALLERS - 1);

        String project = "/api/v1/projects/pulled";
        String tag = Api.asAdministrator().get(project).header("ETag");
        assertThat(Parallel.statuses(
                        CALLERS,
                        i -> under(tag, "{\"description\":\"of " + i + "\"}")
                                .patch(project)
                                .statusCode()))
                .containsOnlyOnce(200)
                .filteredOn(status -> status == 412)
                .hasSize(CALLERS - 1);
    }

    private static String route(int weight) {
        return """
                {"name": "front", "host": "pulled.example.org", "targets": [{"application": "shop", "weight": %d}]}
                """.formatted(weight);
    }

    private static RequestSpecification under(String tag, String body) {
        return Api.asAdministrator().header("If-Match", tag).body(body);
    }

    @Test
    void parallelChangesOfTheEnvironmentAllCount() throws Exception {
        Api.project(Api.asAdministrator(), "together");
        Api.application(Api.asAdministrator(), "together", "shop");
        String path = "/api/v1/projects/together/applications/shop/environment";

        assertThat(Parallel.statuses(
                        CALLERS,
                        i -> Api.asAdministrator()
                                .body("{\"variables\":[{\"name\":\"V" + i + "\",\"value\":\"x\"}]}")
                                .patch(path)
                                .statusCode()))
                .containsOnly(200);

        Api.asAdministrator().get(path).then().body("variables.size()", equalTo(CALLERS));
    }
}

package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasLength;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class RoutesIT {

    @Test
    void aHostBelongsToTheProjectThatHasARouteOnIt() {
        shop("host-owner");
        shop("host-thief");
        route("host-owner", Map.of("name", "front", "host", "www.example.org")).statusCode(201);

        refused(route("host-thief", Map.of("host", "www.example.org", "path", "/sign-in")), 409, "HOST_TAKEN");
        route("host-owner", Map.of("name", "back", "host", "WWW.example.org", "path", "/back"))
                .statusCode(201);

        remove("host-owner", "front");
        refused(route("host-thief", Map.of("host", "www.example.org")), 409, "HOST_TAKEN");
        remove("host-owner", "back");
        route("host-thief", Map.of("host", "www.example.org")).statusCode(201);
    }

    @Test
    void ofParallelClaimsOfAHostOneProjectWins() throws InterruptedException {
        for (int i = 0; i < 6; i++) {
            shop("claimer" + i);
        }

        assertThat(Parallel.statuses(
                        6, i -> create("claimer" + i, Map.of("host", "claimed.example.org", "path", "/" + i))))
                .containsOnlyOnce(201)
                .filteredOn(status -> status == 409)
                .hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "apps.localhost",
                "front.apps.localhost",
                "shop-other.apps.localhost",
                "-hosts.apps.localhost",
                "shop-hosts-abcde.apps.localhost",
                "hosts.shop-other.apps.localhost"
            })
    void hostsOfThePlatformAndOfOtherProjectsAreRefused(String host) {
        shop("hosts");

        refused(route("hosts", Map.of("name", "front", "host", host)), 422, "FIELD_INVALID")
                .body("errors[0].field", equalTo("host"));
    }

    @ParameterizedTest
    @CsvSource({
        "front-hosts.apps.localhost, front-hosts",
        "front-hosts-00ff.apps.localhost, front-hosts-00ff",
        "sub.front-hosts.apps.localhost, sub",
        "x.example.net, route-x",
        "1shop.example.net, route-1shop",
        "api.example.net, route-api",
        "a-label-that-is-longer-than-a-name.example.net, route-a-label-that-is-longer-t"
    })
    void aRouteThatNobodyNamedIsNamedAfterItsHost(String host, String name) {
        shop("hosts");

        route("hosts", Map.of("host", host)).statusCode(201).body("name", equalTo(name));
    }

    @Test
    void aRouteNamedLikeALaterApplicationDoesNotStandInItsWay() {
        shop("namesakes");
        route("namesakes", Map.of("name", "later", "host", "later.example.org")).statusCode(201);

        Api.application(Api.asAdministrator(), "namesakes", "later");

        Api.asAdministrator()
                .get("/api/v1/projects/namesakes/applications/later")
                .then()
                .body("url", equalTo("http://later-namesakes.apps.localhost:8000"));
    }

    @Test
    void longNamesAreShortenedToOneLabel() {
        String project = "p".repeat(30);
        String name = "a".repeat(30);
        shop(project);
        route(project, Map.of("name", "front", "host", name + "-" + project + ".apps.localhost"))
                .statusCode(201);

        Api.application(Api.asAdministrator(), project, name);

        Api.asAdministrator()
                .get("/api/v1/projects/" + project + "/applications/" + name)
                .then()
                .body("url", matchesPattern("http://a{27}-p{30}-[0-9a-f]{4}\\.apps\\.localhost:8000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"application\":\"no-such\"}]", "[{}]", "[null]", "[{\"application\":\"a\\u0000\"}]"})
    void aTargetThatIsNotThereIsNamed(String targets) {
        shop("targets");

        int status = Api.asAdministrator()
                .body("{\"host\":\"targets.example.org\",\"targets\":" + targets + "}")
                .post("/api/v1/projects/targets/routes")
                .statusCode();

        assertThat(status).isIn(400, 422);
    }

    @Test
    void aMissingTargetIsAFieldOfTheRoute() {
        shop("targets");

        refused(
                        route(
                                "targets",
                                Map.of("host", "t.example.org", "targets", List.of(Map.of("application", "no-such")))),
                        422,
                        "FIELD_INVALID")
                .body("errors[0].field", equalTo("targets.application"));
    }

    @ParameterizedTest
    @CsvSource({"host,other.example.org", "path,/other", "name,other"})
    void whatARouteIsKnownByCannotBeChangedAndIsNotIgnored(String field, String value) {
        shop("kept-routes");
        route("kept-routes", Map.of("name", "kept-" + field, "host", field + ".example.org"))
                .statusCode(201)
                .body("state", equalTo("admitted"))
                .body("admitted", hasEntry("reason", null));

        refused(
                        Api.asAdministrator()
                                .header("If-Match", "*")
                                .body(Map.of(field, value, "targets", List.of(Map.of("application", "shop"))))
                                .put("/api/v1/projects/kept-routes/routes/kept-" + field)
                                .then(),
                        422,
                        "FIELD_INVALID")
                .body("errors[0].field", equalTo(field));
    }

    @Test
    void pathsAreShortAndPlain() {
        shop("paths");
        String longest = "/" + "a".repeat(1023);

        route("paths", Map.of("name", "longest", "host", "p1.example.org", "path", longest))
                .statusCode(201)
                .body("path", hasLength(1024));
        refused(route("paths", Map.of("host", "p2.example.org", "path", longest + "a")), 422, "FIELD_INVALID");
        refused(route("paths", Map.of("host", "p2.example.org", "path", "/a\nb")), 422, "FIELD_INVALID");
        assertThat(create("paths", Map.of("host", "p2.example.org", "path", "/a\0b")))
                .isIn(400, 422);
    }

    @Test
    void aPurgedApplicationLeavesTheRoutesThatItShares() {
        shop("shared");
        Api.application(Api.asAdministrator(), "shared", "blog");
        route(
                        "shared",
                        Map.of(
                                "name",
                                "front",
                                "host",
                                "shared.example.org",
                                "targets",
                                List.of(Map.of("application", "shop"), Map.of("application", "blog", "weight", 7))))
                .statusCode(201);

        purge("shop");
        Api.asAdministrator()
                .get("/api/v1/projects/shared/routes/front")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("targets.application", contains("blog"))
                .body("targets.weight", contains(7));

        purge("blog");
        Api.asAdministrator().get("/api/v1/projects/shared/routes/front").then().statusCode(404);
    }

    private static void purge(String application) {
        String path = "/api/v1/projects/shared/applications/" + application;
        Api.asAdministrator().header("If-Match", "*").delete(path + "?purge=true");
        Awaitility.await().until(() -> Api.asAdministrator().get(path).statusCode() == 404);
    }

    private static void shop(String project) {
        if (Api.ensureProject(project)) {
            Api.application(Api.asAdministrator(), project, "shop");
        }
    }

    private static int create(String project, Map<String, ?> fields) {
        return route(project, fields).extract().statusCode();
    }

    private static ValidatableResponse route(String project, Map<String, ?> fields) {
        Map<String, Object> body = new java.util.HashMap<>(Map.of("targets", List.of(Map.of("application", "shop"))));
        body.putAll(fields);
        return Api.asAdministrator()
                .body(body)
                .post("/api/v1/projects/" + project + "/routes")
                .then();
    }

    private static ValidatableResponse refused(ValidatableResponse answer, int status, String code) {
        return answer.statusCode(status).body("code", equalTo(code));
    }

    private static void remove(String project, String route) {
        Api.asAdministrator()
                .header("If-Match", "*")
                .delete("/api/v1/projects/" + project + "/routes/" + route)
                .then()
                .statusCode(204);
    }
}

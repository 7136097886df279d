package dev.slipway.platform;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class ProjectsIT {

    @Test
    void aStrangerSeesNothingOfAProject() {
        Api.project(Api.asAdministrator(), "hidden");
        Api.application(Api.asAdministrator(), "hidden", "secret-thing");
        RequestSpecification stranger = Api.asNewUser("stranger");

        stranger.get("/api/v1/projects/hidden").then().statusCode(404);
        stranger.get("/api/v1/projects/hidden/applications").then().statusCode(404);
        stranger.get("/api/v1/projects/hidden/applications/secret-thing").then().statusCode(404);
        stranger.get("/api/v1/projects").then().body("items.name", not(hasItems("hidden")));
        stranger.body(Map.of("name", "hidden"))
                .post("/api/v1/projects")
                .then()
                .statusCode(409)
                .body("code", equalTo("NAME_TAKEN"));
    }

    @Test
    void onlyAdministratorsMakeUsers() {
        Api.asNewUser("plain")
                .body(Map.of("name", "other", "password", "a long enough password"))
                .post("/api/v1/users")
                .then()
                .statusCode(403)
                .body("code", equalTo("FORBIDDEN"));
    }

    @Test
    void aTokenDoesNoMoreThanItsScope() {
        Api.project(Api.asAdministrator(), "scoped");
        String token = RestAssured.given()
                .auth()
                .preemptive()
                .basic("admin", Api.administratorPassword())
                .contentType("application/json")
                .body("{\"name\":\"reader\",\"scopes\":[\"read\"]}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");

        Api.with(token).get("/api/v1/projects/scoped").then().statusCode(200);
        Api.with(token)
                .body(Map.of("name", "nope"))
                .post("/api/v1/projects")
                .then()
                .statusCode(403);
    }

    @Test
    void aTokenOfOneProjectIsWorthNothingElsewhere() {
        Api.project(Api.asAdministrator(), "own");
        Api.project(Api.asAdministrator(), "foreign");
        String token = Api.asAdministrator()
                .body("{\"name\":\"bound\",\"scopes\":[\"admin\"],\"project\":\"own\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");

        Api.with(token).get("/api/v1/projects/own").then().statusCode(200);
        Api.with(token).get("/api/v1/projects/foreign").then().statusCode(404);
        Api.with(token).get("/api/v1/projects").then().body("items.name", contains("own"));
        Api.with(token)
                .body("{\"name\":\"third\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(403);
        Api.with(token).get("/api/v1/tokens").then().statusCode(403);
        Api.with(token).get("/api/v1/users").then().statusCode(403);
    }

    @Test
    void theFormOfAnAnswerIsTheFormOfARequest() {
        Api.project(Api.asAdministrator(), "forms");
        Api.application(Api.asAdministrator(), "forms", "shop");
        String path = "/api/v1/projects/forms/applications/shop";
        Object processes = Api.asAdministrator().get(path).then().extract().path("processes");

        Api.asAdministrator()
                .header("If-Match", "*")
                .body(Map.of("processes", processes))
                .patch(path)
                .then()
                .statusCode(200)
                .body("processes", equalTo(processes));
    }

    @Test
    void aRevokedTokenIsWorthNothing() {
        var created = Api.asAdministrator()
                .body("{\"name\":\"short\",\"scopes\":[\"read\"]}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract();
        String token = created.path("token");
        Api.with(token).get("/api/v1/me").then().statusCode(200);

        Api.asAdministrator()
                .delete("/api/v1/tokens/" + created.path("id"))
                .then()
                .statusCode(204);

        Api.with(token).get("/api/v1/me").then().statusCode(401);
    }

    @Test
    void aChangeNeedsTheVersionItChanges() {
        Api.project(Api.asAdministrator(), "versions");
        Api.application(Api.asAdministrator(), "versions", "shop");
        String path = "/api/v1/projects/versions/applications/shop";

        Api.asAdministrator().body("{\"port\":9000}").patch(path).then().statusCode(428);
        Api.asAdministrator()
                .header("If-Match", "\"7\"")
                .body("{\"port\":9000}")
                .patch(path)
                .then()
                .statusCode(412);
        Api.asAdministrator()
                .header("If-Match", "\"1\"")
                .body("{\"port\":9000}")
                .patch(path)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("port", equalTo(9000))
                .body("processes.web.port", equalTo(9000));
    }

    @Test
    void secretsAreNeverReadBack() {
        Api.project(Api.asAdministrator(), "secrets");
        Api.application(Api.asAdministrator(), "secrets", "shop");
        String path = "/api/v1/projects/secrets/applications/shop/environment";

        Api.asAdministrator().body("""
                        {"variables":[{"name":"KEY","value":"canary-4711","secret":true},
                                      {"name":"MODE","value":"fast","scope":"run"}]}
                        """).put(path).then().statusCode(200);

        Api.asAdministrator()
                .get(path)
                .then()
                .statusCode(200)
                .body("variables.name", contains("KEY", "MODE"))
                .body("variables[0].value", nullValue())
                .body("variables[0].secret", equalTo(true))
                .body("variables[1].value", equalTo("fast"));
    }

    @Test
    void aDeletedProjectComesBackWithWhatItHad() {
        Api.project(Api.asAdministrator(), "trash");
        Api.application(Api.asAdministrator(), "trash", "shop");

        Api.asAdministrator()
                .delete("/api/v1/projects/trash")
                .then()
                .statusCode(202)
                .body("state", equalTo("deleted"));
        Api.asAdministrator()
                .body(Map.of("name", "trash"))
                .post("/api/v1/projects")
                .then()
                .statusCode(409);
        Api.asAdministrator()
                .post("/api/v1/projects/trash/restoration")
                .then()
                .statusCode(200)
                .body("state", equalTo("active"));

        Api.asAdministrator()
                .get("/api/v1/projects/trash/applications/shop")
                .then()
                .statusCode(200)
                .body("deletedAt", nullValue())
                .body("url", notNullValue());
    }

    @Test
    void listsAreGivenInPages() {
        Api.project(Api.asAdministrator(), "pages");
        for (String name : new String[] {"aa", "bb", "cc"}) {
            Api.application(Api.asAdministrator(), "pages", name);
        }

        String next = Api.asAdministrator()
                .get("/api/v1/projects/pages/applications?limit=2")
                .then()
                .body("items.name", contains("aa", "bb"))
                .extract()
                .path("next");
        Api.asAdministrator()
                .get("/api/v1/projects/pages/applications?limit=2&cursor=" + next)
                .then()
                .body("items.name", contains("cc"))
                .body("next", nullValue());
    }

    @Test
    void aBuildOfAnEmptyRepositoryIsRefused() {
        Api.project(Api.asAdministrator(), "empty");
        Api.application(Api.asAdministrator(), "empty", "shop");

        Api.asAdministrator()
                .body("{}")
                .post("/api/v1/projects/empty/applications/shop/builds")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("ref"));
    }
}

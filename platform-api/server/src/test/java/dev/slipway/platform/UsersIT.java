package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class UsersIT {
    private static final String OLD = "a long enough password";
    private static final String NEW = "another long password";

    @Test
    void aUserHasAVersionAndIsChangedWithIt() {
        Api.asNewUser("versioned");
        Response read = Api.asAdministrator().get("/api/v1/users/versioned");
        assertThat(read.header("ETag")).isEqualTo("\"1\"");

        change("versioned", "\"1\"", "{\"projectLimit\":3}")
                .then()
                .statusCode(200)
                .body("projectLimit", equalTo(3));
        change("versioned", "\"1\"", "{\"projectLimit\":4}").then().statusCode(412);
        change("versioned", "*", "{\"name\":\"other\"}").then().statusCode(422);
        Api.asAdministrator()
                .header("If-None-Match", "\"2\"")
                .get("/api/v1/users/versioned")
                .then()
                .statusCode(304)
                .header("ETag", "\"2\"");
    }

    private static Response change(String user, String ifMatch, String body) {
        return change(user, ifMatch, body, Api.asAdministrator());
    }

    private static Response change(String user, String ifMatch, String body, RequestSpecification by) {
        return by.header("If-Match", ifMatch).body(body).patch("/api/v1/users/" + user);
    }

    private static List<String> otherAdministrators() {
        return Api.asAdministrator()
                .get("/api/v1/users?limit=500")
                .path("items.findAll { it.admin && !it.name.startsWith('admin-') }.name");
    }

    @Test
    void aProjectLimitHolds() {
        RequestSpecification user = Api.asNewUser("limited");
        change("limited", "*", "{\"projectLimit\":1}").then().statusCode(200);
        Api.project(user, "limited-one");
        user.body("{\"name\":\"limited-two\"}")
                .post("/api/v1/projects")
                .then()
                .statusCode(403)
                .body("code", equalTo("QUOTA_EXCEEDED"));

        user.get("/api/v1/me")
                .then()
                .body("limits.projects", equalTo(1))
                .body("limits.projectsMade", equalTo(1))
                .body("roles.limited-one", equalTo("admin"));
    }

    @Test
    void aNewPasswordNeedsTheOldOneAndEndsTokensWhenAsked() {
        RequestSpecification user = Api.asNewUser("changing");
        password(user, "wrong password of mine", NEW, false).then().statusCode(422);
        password(user, OLD, "short", false).then().statusCode(422);
        password(user, OLD, NEW, false).then().statusCode(204);
        assertThat(signIn("changing", OLD)).isEqualTo(401);
        assertThat(signIn("changing", NEW)).isEqualTo(200);
        user.get("/api/v1/me").then().statusCode(200);

        password(user, NEW, OLD, true).then().statusCode(204);
        user.get("/api/v1/me").then().statusCode(401);
    }

    private static Response password(RequestSpecification user, String current, String password, boolean revoke) {
        return user.body(Map.of("current", current, "password", password, "revokeTokens", revoke))
                .put("/api/v1/me/password");
    }

    private static int signIn(String name, String password) {
        return RestAssured.given()
                .auth()
                .preemptive()
                .basic(name, password)
                .get("/api/v1/me")
                .statusCode();
    }

    @Test
    void ofTwoAdministratorsThatDemoteEachOtherOneStays() throws InterruptedException {
        for (String name : new String[] {"admin-one", "admin-two"}) {
            Api.asNewUser(name);
            change(name, "*", "{\"admin\":true}").then().statusCode(200);
        }
        try {
            for (String other : otherAdministrators()) {
                change(other, "*", "{\"admin\":false}", Api.signedIn("admin-one"))
                        .then()
                        .statusCode(200);
            }
            RequestSpecification[] both = {Api.signedIn("admin-one"), Api.signedIn("admin-two")};

            assertThat(Parallel.statuses(
                            2,
                            i -> both[i].body("{\"admin\":false}")
                                    .patch("/api/v1/users/" + (i == 0 ? "admin-two" : "admin-one"))
                                    .statusCode()))
                    .containsAnyOf(409, 403)
                    .contains(200);
        } finally {
            for (String name : new String[] {"admin-one", "admin-two"}) {
                Api.signedIn(name).body("{\"admin\":true}").patch("/api/v1/users/admin");
            }
        }
        Api.asAdministrator().get("/api/v1/users").then().statusCode(200);
    }

    @Test
    void whoDeletesAUserHearsWhatBecomesOfItsProjects() {
        RequestSpecification user = Api.asNewUser("leaving");
        Api.project(user, "left-behind");

        Api.asAdministrator()
                .delete("/api/v1/users/leaving")
                .then()
                .statusCode(200)
                .body("projects", contains("left-behind"))
                .body("withoutAdministrator", contains("left-behind"));
        user.get("/api/v1/me").then().statusCode(401);
        Api.asAdministrator().get("/api/v1/projects/left-behind").then().statusCode(200);
        Api.asAdministrator().get("/api/v1/users/leaving").then().statusCode(404);
        Api.asAdministrator().delete("/api/v1/users/leaving").then().statusCode(404);
    }

    @Test
    void usersAndTokensAreListedPageByPage() {
        RequestSpecification user = Api.asNewUser("lister");
        for (int i = 0; i < 3; i++) {
            user.body("{\"name\":\"same name\"}").post("/api/v1/tokens").then().statusCode(201);
        }
        Response first = user.get("/api/v1/tokens?limit=2");
        assertThat(first.<java.util.List<?>>path("items")).hasSize(2);
        assertThat(first.header("Link"))
                .isEqualTo("</api/v1/tokens?limit=2&cursor=" + first.path("next") + ">; rel=\"next\"");
        Response second = user.get("/api/v1/tokens?limit=2&cursor=" + first.path("next"));
        assertThat(second.<java.util.List<?>>path("items")).hasSize(2);
        assertThat(second.<String>path("next")).isNull();
        assertThat(second.<String>path("items[0].id")).isNotEqualTo(first.path("items[1].id"));

        Api.asAdministrator().get("/api/v1/users?limit=500").then().body("items.name", hasItem("lister"));
        Response page = Api.asAdministrator().get("/api/v1/users?limit=1");
        assertThat(page.<String>path("items[0].name")).isEqualTo("admin");
        assertThat(page.<String>path("next")).isNotNull();
        Api.asAdministrator()
                .get("/api/v1/users?cursor=AAAA")
                .then()
                .statusCode(400)
                .body("code", equalTo("FIELD_TYPE"));
    }
}

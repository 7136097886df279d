package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class BuildersIT {
    private static final String NODE = "/node/v1/nodes/builders";
    private static final String OWN = """
            {"name":"ourown","version":"1","image":"ourown:1","imageId":"sha256:own","description":"Ours","tags":[],"detects":[]}
            """;

    @BeforeEach
    void aNodeHasABuilderOfItsOwn() {
        registered("null");
    }

    private static void registered(String added) {
        node().body("""
                        {"cpuMillis":1000,"memoryBytes":1000000000,"engine":"memory 1","agentVersion":"1",
                         "builders":[%s],"makeable":[],"added":%s}
                        """.formatted(OWN, added)).put(NODE).then().statusCode(200);
    }

    private static io.restassured.specification.RequestSpecification node() {
        return RestAssured.given()
                .header("Authorization", "Bearer node-credential-of-this-test")
                .contentType("application/json");
    }

    @Test
    void anAddedBuilderStandsInTheCatalogueAndNodesLookForItsImages() {
        add("paper", "\"detects\":[\"paper.conf\"],\"tags\":[\"paper\"],\"sample\":\"https://git.example.org/p\"", 1)
                .statusCode(201)
                .header("ETag", "\"1\"")
                .header("Location", containsString("/api/v1/builders/paper"))
                .body("versions", contains("1"))
                .body("added", equalTo(true))
                .body("made", equalTo(false))
                .body("images[0].fault", nullValue());
        assertThat(lookedFor()).contains("paper 1 paper-image:1");

        registered("""
                [{"name":"paper","version":"1","image":"paper-image:1","imageId":"sha256:p","environment":{},"fault":null}]
                """);
        Api.asNewUser("reader-of-builders")
                .get("/api/v1/builders")
                .then()
                .statusCode(200)
                .body("items.name", hasItems("ourown", "paper"))
                .body("items.find { it.name == 'paper' }.made", equalTo(true))
                .body("items.find { it.name == 'paper' }.sample", equalTo("https://git.example.org/p"))
                .body("items.find { it.name == 'ourown' }.added", equalTo(false))
                .body("items.find { it.name == 'ourown' }.images", nullValue());
    }

    @Test
    void whatStandsAgainstAnImageIsShown() {
        add("rooty", "\"description\":\"Runs as root\"", 1).statusCode(201);
        registered("""
                [{"name":"rooty","version":"1","image":"rooty-image:1","imageId":"sha256:r","fault":"It runs as root."}]
                """);
        Api.asAdministrator()
                .get("/api/v1/builders/rooty")
                .then()
                .body("made", equalTo(true))
                .body("images[0].fault", equalTo("It runs as root."));
    }

    @Test
    void namesOfOtherBuildersAreRefused() {
        add("ourown", "\"description\":\"\"", 1)
                .statusCode(409)
                .body("code", equalTo("NAME_TAKEN"))
                .body("detail", containsString("of their own"));
        add("twice", "\"description\":\"\"", 1).statusCode(201);
        add("twice", "\"description\":\"\"", 2).statusCode(409).body("detail", containsString("added already"));
        Api.asAdministrator()
                .delete("/api/v1/builders/ourown")
                .then()
                .statusCode(409)
                .body("detail", containsString("of their own"));
        Api.asAdministrator().delete("/api/v1/builders/none").then().statusCode(404);
    }

    @Test
    void onlyAdministratorsChangeTheCatalogue() {
        var member = Api.asNewUser("member-of-nothing");
        member.body(body("sneaked", "\"description\":\"\"", 1))
                .post("/api/v1/builders")
                .then()
                .statusCode(403);
        add("guarded", "\"description\":\"\"", 1).statusCode(201);
        member.body(body("guarded", "\"description\":\"mine\"", 1))
                .put("/api/v1/builders/guarded")
                .then()
                .statusCode(403);
        member.delete("/api/v1/builders/guarded").then().statusCode(403);
    }

    @Test
    void changesNeedTheVersionThatWasReadAndLeaveTheirTrace() {
        add("changing", "\"description\":\"one\"", 1).statusCode(201);
        change("changing", "\"9\"", "two", 2).then().statusCode(412);
        change("changing", "\"1\"", "two", 2)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("description", equalTo("two"))
                .body("versions", contains("2"));
        assertThat(lookedFor()).contains("changing 2 changing-image:2").doesNotContain("changing 1 changing-image:1");

        Api.asAdministrator()
                .header("If-Match", "\"1\"")
                .delete("/api/v1/builders/changing")
                .then()
                .statusCode(412);
        Api.asAdministrator()
                .header("If-Match", "\"2\"")
                .delete("/api/v1/builders/changing")
                .then()
                .statusCode(204);
        Api.asAdministrator().get("/api/v1/builders/changing").then().statusCode(404);
        add("changing", "\"description\":\"three\"", 3).statusCode(201).header("ETag", "\"3\"");
        Api.asAdministrator()
                .get("/api/v1/audit?limit=500")
                .then()
                .body(
                        "items.findAll { it.subject == '/api/v1/builders/changing' && it.outcome == 'done' }.operation",
                        hasItem("DELETE /api/v1/builders/{name}"));
    }

    private static Response change(String name, String ifMatch, String description, int version) {
        return Api.asAdministrator()
                .header("If-Match", ifMatch)
                .body(body(name, "\"description\":\"" + description + "\"", version))
                .put("/api/v1/builders/" + name);
    }

    private static ValidatableResponse add(String name, String fields, int version) {
        return Api.asAdministrator()
                .body(body(name, fields, version))
                .post("/api/v1/builders")
                .then();
    }

    private static String body(String name, String fields, int version) {
        return """
                {"name":"%1$s",%2$s,"images":[{"version":"%3$d","image":"%1$s-image:%3$d"}]}
                """.formatted(name, fields, version);
    }

    /// What the node hears with the answer to its next observation.
    private static List<String> lookedFor() {
        return node().body("{\"incarnation\":1,\"version\":0,\"instances\":[]}")
                .post(NODE + "/observations")
                .then()
                .statusCode(200)
                .extract()
                .path("builders.collect { it.name + ' ' + it.version + ' ' + it.image }");
    }
}

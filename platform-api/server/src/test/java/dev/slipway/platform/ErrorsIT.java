package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class ErrorsIT {

    @BeforeEach
    void oneProject() {
        if (Api.ensureProject("errors")) {
            Api.application(Api.asAdministrator(), "errors", "present");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name":"shop","source":{"push":{}}                       | 400 | MALFORMED            | ''
            {"name":"shop","sorce":{"push":{}}}                       | 400 | FIELD_UNKNOWN        | sorce
            {"name":"shop","source":{"push":{"brunch":"x"}}}          | 400 | FIELD_UNKNOWN        | source.push.brunch
            {"name":5,"source":{"push":{}}}                           | 400 | FIELD_TYPE           | name
            {"name":"shop","source":[]}                               | 400 | FIELD_TYPE           | source
            {"name":"shop","source":{"push":{}},"port":"eighty"}      | 400 | FIELD_TYPE           | port
            {"name":"shop","source":{"push":{}},"port":80}            | 422 | FIELD_INVALID        | port
            {"name":"shop","source":{"push":{}},"port":70000}         | 422 | FIELD_INVALID        | port
            {"name":"shop","source":{"push":{}},"replicas":-1}        | 422 | FIELD_INVALID        | replicas
            {"name":"shop","source":{"push":{"contextDir":"../x"}}}   | 422 | FIELD_INVALID        | source.push.contextDir
            {"name":"shop","source":{"push":{}},"builder":"No Such!"} | 422 | FIELD_INVALID        | builder
            {"name":"shop","source":{"push":{}},"build":{"postCommit":{"skript":"x"}}} | 400 | FIELD_UNKNOWN | build.postCommit.skript
            {"name":"shop","source":{"push":{}},"build":{"postCommit":{"script":"x","command":["y"]}}} | 422 | FIELD_INVALID | build.postCommit
            {"name":"shop","source":{"push":{}},"build":{"runtimeImage":"No Name"}} | 422 | FIELD_INVALID | build.runtimeImage
            {"name":"shop","source":{"push":{}},"build":{"runtimeImage":"static","artifacts":"../x"}} | 422 | FIELD_INVALID | build.artifacts
            {"name":"shop","source":{"push":{}},"build":{"artifacts":"/opt/app"}} | 422 | FIELD_INVALID | build.artifacts
            {"name":"shop","source":{"push":{}},"build":{"scripts":"file:///etc"}} | 422 | FIELD_INVALID | build.scripts
            {"name":"shop","source":{"push":{}},"resources":{"limits":{"memory":"lots"}}} | 422 | FIELD_INVALID | resources.limits.memory
            {"name":"shop","source":{"image":{"reference":"x"}}}      | 422 | SOURCE_NOT_SUPPORTED | source.image
            {"name":"shop"}                                           | 422 | FIELD_INVALID        | source
            {"name":"Shop","source":{"push":{}}}                      | 422 | NAME_INVALID         | name
            {"name":"s","source":{"push":{}}}                         | 422 | NAME_INVALID         | name
            {"name":"api","source":{"push":{}}}                       | 422 | NAME_INVALID         | name
            {"name":"present","source":{"push":{}}}                   | 409 | NAME_TAKEN           | name
            """)
    void badApplicationsAreRefusedWithCodeAndField(String body, int status, String code, String field) {
        ValidatableResponse answer = Api.asAdministrator()
                .body(body.replace("''", ""))
                .post("/api/v1/projects/errors/applications")
                .then()
                .statusCode(status);

        problem(answer, status, code);
        if (!field.isEmpty()) {
            answer.body("errors[0].field", equalTo(field));
        }
    }

    private static void problem(ValidatableResponse answer, int status, String code) {
        answer.contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body(
                        "type",
                        equalTo("urn:slipway:problem:" + code.toLowerCase().replace('_', '-')))
                .body("detail", not(blankOrNullString()))
                .body("next", not(blankOrNullString()))
                .body("requestId", not(blankOrNullString()));
    }

    @Test
    void nothingIsHalfMadeOfARefusedApplication() {
        Api.asAdministrator()
                .body("{\"name\":\"half\",\"source\":{\"push\":{}},\"environment\":[{\"name\":\"1X\",\"value\":\"\"}]}")
                .post("/api/v1/projects/errors/applications")
                .then()
                .statusCode(422);

        Api.asAdministrator()
                .get("/api/v1/projects/errors/applications/half")
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/projects",
        "POST, /api/v1/tokens",
        "POST, /api/v1/users",
        "PUT, /api/v1/me/password",
        "POST, /api/v1/projects/errors/applications",
        "PATCH, /api/v1/projects/errors/applications/present",
        "POST, /api/v1/projects/errors/routes",
        "PATCH, /api/v1/projects/errors"
    })
    void anEmptyBodyIsNamed(String method, String path) {
        for (String body : new String[] {"", "null"}) {
            problem(
                    Api.asAdministrator()
                            .header("If-Match", "*")
                            .body(body)
                            .request(method, path)
                            .then()
                            .statusCode(400),
                    400,
                    "MALFORMED");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/projects/err%00ors",
                "/api/v1/projects?cursor=AA",
                "/api/v1/projects/errors/applications?limit=abc",
                "/api/v1/projects/errors/applications?limit=0",
                "/api/v1/projects/errors/applications/present/log?tail=abc",
                "/api/v1/projects/errors/applications/present/log?since=yesterday"
            })
    void oddAddressesAreNamedAndNoFaultOfOurs(String path) {
        assertThat(Api.asAdministrator().urlEncodingEnabled(false).get(path).statusCode())
                .isBetween(400, 422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"processes\":{\"web\":null}}",
                "{\"environment\":[null]}",
                "{\"displayName\":\"\\u0000\"}",
                "{\"probes\":{\"readiness\":{\"tcp\":{\"port\":99999}}}}",
                "{\"probes\":{\"readiness\":{\"tcp\":{},\"timeout\":\"PT0.0001S\"}}}",
                "{\"build\":{\"incremental\":\"often\"}}"
            })
    void oddChangesAreNamedAndNoFaultOfOurs(String body) {
        assertThat(Api.asAdministrator()
                        .header("If-Match", "*")
                        .body(body)
                        .patch("/api/v1/projects/errors/applications/present")
                        .statusCode())
                .isBetween(400, 422);
    }

    @Test
    void aFormThatIsNotSpokenHereIsNamed() {
        problem(
                Api.asAdministrator()
                        .accept("application/xml")
                        .get("/api/v1/projects/errors/applications")
                        .then()
                        .statusCode(406),
                406,
                "NOT_ACCEPTABLE");
    }

    @Test
    void anotherContentTypeAndAnotherMethodAreNamed() {
        problem(
                Api.asAdministrator()
                        .contentType("text/csv")
                        .body("a,b")
                        .post("/api/v1/projects")
                        .then()
                        .statusCode(415),
                415,
                "UNSUPPORTED_TYPE");
        problem(Api.asAdministrator().put("/api/v1/projects").then().statusCode(405), 405, "METHOD_NOT_ALLOWED");
    }

    @Test
    void withoutATokenNobodyIsLetInAndNoBasicChallengeIsMade() {
        problem(
                RestAssured.given()
                        .get("/api/v1/projects")
                        .then()
                        .statusCode(401)
                        .header("WWW-Authenticate", (String) null),
                401,
                "UNAUTHENTICATED");
        problem(Api.with("slp_nonsense").get("/api/v1/projects").then().statusCode(401), 401, "UNAUTHENTICATED");
    }
}

package dev.slipway.platform;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is open to everybody, and to monitoring.
@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class SurfacesIT {

    @Test
    void theInterfaceDescribesItself() {
        RestAssured.given()
                .accept("application/json")
                .get("/openapi")
                .then()
                .statusCode(200)
                .body("openapi", startsWith("3.1"))
                .body("paths", hasKey("/api/v1/projects/{project}/applications/{application}/builds"));
        RestAssured.get("/api-docs/").then().statusCode(200).contentType(containsString("text/html"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    void healthAnswers(String kind) {
        RestAssured.get("/q/health/" + kind).then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void metricsAreGivenInPrometheusForm() {
        RestAssured.get("/q/metrics").then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
    }

    @Test
    void theStartOfTheInterfaceNamesItsParts() {
        RestAssured.get("/api/v1/")
                .then()
                .statusCode(200)
                .body("name", equalTo("slipway"))
                .body("links.projects", equalTo("/api/v1/projects"));
    }
}

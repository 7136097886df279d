package dev.slipway.platform;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/// Requests of the tests, signed in.
final class Api {
    private Api() {}

    static RequestSpecification asAdministrator() {
        return with(administratorToken());
    }

    static String administratorToken() {
        return read("slipway.admin.token-file");
    }

    static RequestSpecification with(String token) {
        return RestAssured.given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    static String administratorPassword() {
        return read("slipway.admin.password-file");
    }

    /// A new user and a token of it with all scopes.
    static RequestSpecification asNewUser(String name) {
        asAdministrator()
                .body(Map.of("name", name, "password", "a long enough password"))
                .post("/api/v1/users")
                .then()
                .statusCode(201);
        return signedIn(name);
    }

    /// A new token with all scopes of a user made here.
    static RequestSpecification signedIn(String name) {
        return with(RestAssured.given()
                .auth()
                .preemptive()
                .basic(name, "a long enough password")
                .contentType("application/json")
                .body("{\"name\":\"test\",\"scopes\":[\"read\",\"deploy\",\"write\",\"admin\"]}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token"));
    }

    /// A token of the caller's, to be sent by another client.
    static String token(RequestSpecification caller) {
        return token(caller, "write");
    }

    static String token(RequestSpecification caller, String scope) {
        return caller.body("{\"name\":\"other client\",\"scopes\":[\"" + scope + "\"]}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    static void project(RequestSpecification caller, String name) {
        caller.body(Map.of("name", name)).post("/api/v1/projects").then().statusCode(201);
    }

    /// That there is the project, which the tests of a class share. Whether it was made just now.
    static boolean ensureProject(String name) {
        boolean missing = asAdministrator().get("/api/v1/projects/" + name).statusCode() == 404;
        if (missing) {
            project(asAdministrator(), name);
        }
        return missing;
    }

    static void application(RequestSpecification caller, String project, String name) {
        caller.body("{\"name\":\"" + name + "\",\"source\":{\"push\":{}}}")
                .post("/api/v1/projects/" + project + "/applications")
                .then()
                .statusCode(201);
    }

    private static String read(String key) {
        try {
            return Files.readString(Path.of(ConfigProvider.getConfig().getValue(key, String.class)))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

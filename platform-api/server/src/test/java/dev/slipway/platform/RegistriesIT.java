package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.slipway.database.Database;
import dev.slipway.model.assignment.RegistrySignIn;
import dev.slipway.model.assignment.RegistrySignIns;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Registries at which nodes sign in, as administrators tell of them.
@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class RegistriesIT {
    private static final String REGISTRIES = "/api/v1/registries/";

    @Inject
    RegistrySignIns signIns;

    @Inject
    @Named("loops")
    Database database;

    private static ValidatableResponse put(RequestSpecification caller, String host, String password) {
        return caller.contentType("application/json")
                .body("{\"username\": \"puller\", \"password\": \"" + password + "\"}")
                .put(REGISTRIES + host)
                .then();
    }

    @Test
    void passwordIsShownToTheRegistryAlone() {
        put(Api.asAdministrator(), "one.example.org:5000", "first")
                .statusCode(201)
                .header("Location", containsString("/api/v1/registries/one.example.org:5000"))
                .header("ETag", equalTo("\"1\""))
                .body("username", equalTo("puller"))
                .body(not(containsString("first")));
        put(Api.asAdministrator(), "one.example.org:5000", "second")
                .statusCode(200)
                .body("version", equalTo(2));

        assertThat(signIns.at(List.of("one.example.org:5000", "unknown.example.org")))
                .containsExactly(new RegistrySignIn("one.example.org:5000", "puller", "second"));
        Api.asAdministrator()
                .get("/api/v1/registries")
                .then()
                .statusCode(200)
                .body("items.host", hasItem("one.example.org:5000"))
                .body(not(containsString("second")));

        Api.asAdministrator().delete(REGISTRIES + "one.example.org:5000").then().statusCode(204);
        Api.asAdministrator().get(REGISTRIES + "one.example.org:5000").then().statusCode(404);
        assertThat(signIns.at(List.of("one.example.org:5000"))).isEmpty();
    }

    @Test
    void passwordMovedToAnotherRegistryDoesNotOpen() {
        put(Api.asAdministrator(), "two.example.org", "s3cret").statusCode(201);
        database.run(
                sql -> sql.update("UPDATE registries SET host = 'evil.example.org' WHERE host = 'two.example.org'"));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> signIns.at(List.of("evil.example.org")))
                .isInstanceOf(IllegalStateException.class);
        database.run(sql -> sql.update("DELETE FROM registries WHERE host = 'evil.example.org'"));
    }

    @Test
    void onlyAdministratorsSeeAndChangeThem() {
        RequestSpecification member = Api.asNewUser("no-admin-of-registries");

        put(member, "three.example.org", "s3cret").statusCode(403);
        member.get("/api/v1/registries").then().statusCode(403);
    }

    @Test
    void whatIsNoRegistryIsRefused() {
        put(Api.asAdministrator(), "library", "s3cret").statusCode(422).body("errors[0].field", equalTo("host"));
        put(Api.asAdministrator(), "four.example.org", "s3cret").statusCode(201);
        for (String host : List.of("four.example.org", "five.example.org")) {
            put(Api.asAdministrator().header("If-Match", "\"7\""), host, "s3cret")
                    .statusCode(412);
        }
    }
}

package dev.slipway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.console.client.Call;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@QuarkusTest
class FormsTest {
    private static final String APPLICATION = "/console/projects/shop/applications/hello";
    static final List<String> CHANGES = List.of(
            "/console/sign-out",
            "/console/new-project",
            "/console/projects/shop/deletion",
            "/console/projects/shop/restoration",
            "/console/projects/shop/new-application",
            "/console/projects/shop/new-application/source",
            APPLICATION + "/builds",
            APPLICATION + "/builds/1/cancellation",
            APPLICATION + "/builds/1/retry",
            APPLICATION + "/deployments",
            APPLICATION + "/deployments/1/cancellation",
            APPLICATION + "/environment",
            APPLICATION + "/environment/removal",
            APPLICATION + "/scale",
            APPLICATION + "/restart",
            APPLICATION + "/deletion",
            APPLICATION + "/restoration",
            "/console/account/password",
            "/console/account/tokens",
            "/console/account/tokens/7d5f3c6e-0000-4000-8000-000000000001/revocation",
            "/console/account/sessions/7d5f3c6e-0000-4000-8000-000000000001/end",
            "/console/account/sessions/end");

    private final InMemoryPlatform platform;

    @Inject
    FormsTest(InMemoryPlatform platform) {
        this.platform = platform;
    }

    @BeforeEach
    void begin() {
        platform.reset();
        Samples.tell(platform, "Good morning");
    }

    @ParameterizedTest
    @FieldSource("CHANGES")
    void whatAnotherSiteSendsChangesNothing(String path) {
        assertThat(form().header("Sec-Fetch-Site", "cross-site").post(path).statusCode())
                .isEqualTo(403);
        assertThat(form().header("Origin", "http://evil.example").post(path).statusCode())
                .isEqualTo(403);
        assertThat(signedIn()
                        .header("Origin", "null")
                        .formParam("name", "x")
                        .post(path)
                        .statusCode())
                .isEqualTo(403);
        assertThat(signedIn().formParam("form-token", "x".repeat(43)).post(path).statusCode())
                .isEqualTo(403);
        assertThat(platform.changes()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("CHANGES")
    void nothingIsChangedByLooking(String path) {
        assertThat(signedIn().get(path).statusCode()).isIn(200, 303, 404, 405);
        assertThat(platform.changes()).isEmpty();
    }

    @Test
    void aProjectIsMadeAndShown() {
        Response answer =
                form().formParam("name", "lab").formParam("displayName", "").post("/console/new-project");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.header("Location")).endsWith("/console/projects/lab?said=PROJECT_CREATED");
        assertThat(platform.changes()).singleElement().satisfies(call -> {
            assertThat(call.address().path()).isEqualTo("/projects");
            assertThat(call.body()).isEqualTo(Map.of("name", "lab"));
        });
    }

    @Test
    void whatThePlatformRefusesStandsAtTheFieldWithWhatWasTyped() {
        platform.refuse("POST /projects", 422, "NAME_INVALID", "name", "must begin with a letter");

        Response answer = form().formParam("name", "9<b>")
                .formParam("displayName", "Nine")
                .post("/console/new-project");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.asString())
                .contains(
                        "id=\"name-fault\">must begin with a letter<",
                        "Correct it.",
                        "value=\"9&lt;b&gt;\"",
                        "value=\"Nine\"")
                .contains("aria-invalid=\"true\"");
    }

    @Test
    void deletingAsksForTheName() {
        assertThat(form().formParam("confirmation", "hell")
                        .post(APPLICATION + "/deletion")
                        .statusCode())
                .isEqualTo(422);
        assertThat(platform.changes()).isEmpty();

        form().formParam("confirmation", "hello")
                .post(APPLICATION + "/deletion")
                .then()
                .statusCode(303);
        assertThat(platform.changes()).extracting(Call::method).containsExactly("DELETE");
    }

    @Test
    void oneButtonBuildsAndTheOtherBuildsClean() {
        platform.answer("POST " + Samples.APPLICATION + "/builds", "{\"number\":2}");

        form().post(APPLICATION + "/builds").then().statusCode(303);
        form().formParam("clean", "").post(APPLICATION + "/builds").then().statusCode(303);

        assertThat(platform.changes())
                .extracting(Call::body)
                .containsExactly(Map.of("clean", false), Map.of("clean", true));
    }

    @Test
    void aVariableIsRemovedFromTheVersionThatWasRead() {
        form().formParam("name", "GREETING")
                .post(APPLICATION + "/environment/removal")
                .then()
                .statusCode(303);

        assertThat(platform.changes()).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("PUT");
            assertThat(call.version()).isEqualTo("\"7\"");
            assertThat(call.body().toString()).contains("PASSWORD").doesNotContain("GREETING");
        });
    }

    @Test
    void theValueOfASecretIsNotShownAgainWhenItIsRefused() {
        platform.refuse(
                "PATCH " + Samples.APPLICATION + "/environment", 422, "FIELD_INVALID", "variables[0].name", "no");

        String page = form().formParam("name", "9")
                .formParam("value", "open sesame")
                .formParam("secret", "yes")
                .post(APPLICATION + "/environment")
                .asString();

        assertThat(page).contains(">no<").doesNotContain("open sesame");
    }

    @Test
    void aGitSourceIsLookedAtBeforeAnythingIsMade() {
        platform.answer("POST " + Samples.PROJECT + "/source-checks", """
                {"reachable":true,"defaultBranch":"trunk","builder":"nodejs:18","decidingFile":"package.json",
                "warnings":["no lock file"]}
                """);

        String page = form().formParam("source.git.url", "https://example.org/team/Web_Shop.git")
                .post("/console/projects/shop/new-application/source")
                .asString();

        assertThat(page)
                .contains(
                        "trunk",
                        "package.json",
                        "no lock file",
                        "value=\"web-shop\"",
                        "<option selected>nodejs:18</option>");
        form().formParam("source.git.url", "https://example.org/team/Web_Shop.git")
                .formParam("name", "web-shop")
                .formParam("builder", "")
                .formParam("port", "3000")
                .post("/console/projects/shop/new-application")
                .then()
                .statusCode(303);
        assertThat(platform.changes().getLast().body())
                .isEqualTo(Map.of(
                        "name",
                        "web-shop",
                        "source",
                        Map.of("git", Map.of("url", "https://example.org/team/Web_Shop.git")),
                        "port",
                        3000));
    }

    @Test
    void aSourceThatCannotBeReachedIsSaidAtItsField() {
        platform.answer("POST " + Samples.PROJECT + "/source-checks", """
                {"reachable":false,"reason":"NotFound","message":"There is no repository.","next":"Check the URL."}
                """);

        String page = form().formParam("source.git.url", "https://example.org/none.git")
                .post("/console/projects/shop/new-application/source")
                .then()
                .statusCode(422)
                .extract()
                .asString();

        assertThat(page)
                .contains("There is no repository.", "Check the URL.", "value=\"https://example.org/none.git\"");
    }

    @Test
    void aPrivateSourceIsLookedAtWithTheCredentialThatIsNamed() {
        platform.answer("POST " + Samples.PROJECT + "/source-checks", """
                {"reachable":false,"reason":"SourceCredentialRejected","message":"It is not taken.","next":"PUT it again."}
                """);

        String page = form().formParam("source.git.url", "https://example.org/shop.git")
                .formParam("source.git.credential", "forge")
                .post("/console/projects/shop/new-application/source")
                .then()
                .statusCode(422)
                .extract()
                .asString();

        assertThat(page).contains("source.git.credential-fault", "It is not taken.", "value=\"forge\"");
        assertThat(platform.changes().getLast().body())
                .isEqualTo(Map.of("git", Map.of("url", "https://example.org/shop.git", "credential", "forge")));
    }

    @Test
    void theSignInNeedsItsOwnFormAndMakesACookieThatScriptsCannotRead() {
        Response page = RestAssured.get("/console/sign-in?to=/console/projects/shop");
        String guest = page.cookie("__Host-guest");
        platform.answer("POST /sessions", "{\"token\":\"slp_fresh\"}");

        assertThat(signIn(null, token(page.asString())).statusCode()).isEqualTo(403);
        assertThat(signIn("another", token(page.asString())).statusCode()).isEqualTo(403);
        Response signedIn = signIn(guest, token(page.asString()));

        assertThat(signedIn.statusCode()).isEqualTo(303);
        assertThat(signedIn.header("Location")).endsWith("/console/projects/shop");
        assertThat(signedIn.header("Set-Cookie"))
                .isEqualTo("__Host-sid=slp_fresh; Path=/; HttpOnly; SameSite=Lax; Secure");
    }

    private static Response signIn(String guest, String formToken) {
        RequestSpecification request = RestAssured.given().redirects().follow(false);
        return (guest == null ? request : request.header("Cookie", "__Host-guest=" + guest))
                .formParam("form-token", formToken)
                .formParam("to", "/console/projects/shop")
                .formParam("name", "ada")
                .formParam("password", "a long enough password")
                .post("/console/sign-in");
    }

    private static RequestSpecification form() {
        return signedIn()
                .formParam(
                        "form-token", token(signedIn().get("/console/account").asString()));
    }

    private static String token(String page) {
        return Pattern.compile("name=\"form-token\" value=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private static RequestSpecification signedIn() {
        return RestAssured.given().redirects().follow(false).header("Cookie", "__Host-sid=" + InMemoryPlatform.SESSION);
    }
}

package dev.slipway.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

@QuarkusTest
class PagesTest {
    static final List<String> PAGES = List.of(
            "/console/",
            "/console/new-project",
            "/console/projects/shop",
            "/console/projects/shop/deletion",
            "/console/projects/shop/new-application",
            "/console/projects/shop/applications/hello",
            "/console/projects/shop/applications/hello/builds",
            "/console/projects/shop/applications/hello/builds/1",
            "/console/projects/shop/applications/hello/releases",
            "/console/projects/shop/applications/hello/releases/2",
            "/console/projects/shop/applications/hello/instances",
            "/console/projects/shop/applications/hello/instances/i1",
            "/console/projects/shop/applications/hello/log",
            "/console/projects/shop/applications/hello/environment",
            "/console/projects/shop/applications/hello/settings",
            "/console/account");

    /// Every way out of text that a page has: an element, an attribute, a template, a character reference.
    private static final String HOSTILE =
            "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{frame.user}&lt;&#60;";

    private static final Pattern ALLOWED_SCRIPT =
            Pattern.compile("<script src=\"/console/assets/[a-z]+\\.js\\?\\w+\" defer>");
    private static final Pattern CONTROL = Pattern.compile("<(?:input|select|textarea)\\b[^>]*>");
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");

    private final InMemoryPlatform platform;

    @Inject
    PagesTest(InMemoryPlatform platform) {
        this.platform = platform;
    }

    @BeforeEach
    void begin() {
        platform.reset();
        Samples.tell(platform, "Good morning");
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void everyPageIsShownWithItsStructure(String path) {
        String page = signedIn().get(path).then().statusCode(200).extract().asString();

        assertThat(page).contains("<html lang=\"en\">", "<main id=\"main\"", "href=\"#main\"");
        assertThat(count(page, "<h1[ >]")).isEqualTo(1);
        assertThat(page).doesNotContainPattern("<title>\\s*·");
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void everyControlHasALabel(String path) {
        String page = signedIn().get(path).asString();

        assertThat(CONTROL.matcher(page).results().map(MatchResult::group))
                .filteredOn(control -> !control.contains("type=\"hidden\""))
                .allSatisfy(control ->
                        assertThat(labelled(page, control)).as(control).isTrue());
    }

    private static boolean labelled(String page, String control) {
        return control.contains("type=\"checkbox\"")
                ? page.contains("<label class=\"check\">" + control)
                : ID.matcher(control).results().anyMatch(id -> page.contains("<label for=\"" + id.group(1) + "\">"));
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void whatPeopleWriteStaysText(String path) {
        Samples.tell(platform, HOSTILE);

        String page = signedIn().get(path).then().statusCode(200).extract().asString();

        assertThat(page).doesNotContain("<img src=x", "<script>alert", "&lt;&#60;");
        assertThat(ALLOWED_SCRIPT.matcher(page).replaceAll("")).doesNotContain("<script");
        assertThat(page.replaceAll("\"[^\"]*\"", "\"\""))
                .doesNotContainPattern("<[^>]+\\son[a-z]+\\s*=")
                .doesNotContainPattern("<[^>]+\\sstyle\\s*=");
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void everyFormIsAnHtmlFormWithItsToken(String path) {
        String page = signedIn().get(path).asString();

        assertThat(count(page, "<form method=\"post\""))
                .isEqualTo(count(page, "<input type=\"hidden\" name=\"form-token\" value=\"[\\w-]{43}\">"));
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void whoIsNotSignedInComesToTheSignInAndBack(String path) {
        Response answer = RestAssured.given().redirects().follow(false).get(path);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.header("Location")).contains("/console/sign-in?to=" + path.replace("/", "%2F"));
    }

    @Test
    void aPageThatHasNotChangedIsNotSentAgainAndNobodyCountsAsPresent() {
        String page = signedIn().get("/console/projects/shop").asString();
        String again = Pattern.compile("hx-get=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);

        assertThat(signedIn().get(again).statusCode()).isEqualTo(204);
        assertThat(platform.lastCallWasAttended()).isFalse();
        Samples.tell(platform, "Good evening");
        assertThat(signedIn().get(again).statusCode()).isEqualTo(200);
        assertThat(RestAssured.get(again).header("HX-Refresh")).isEqualTo("true");
    }

    @Test
    void whereNothingIsThereIsAPageThatSaysSo() {
        for (String nowhere : List.of(
                "/console/nowhere",
                "/console/projects/other",
                "/console/projects/shop/applications/hello/builds/99",
                "/console/assets/none.js")) {
            Response page = signedIn().get(nowhere);
            assertThat(page.statusCode()).as(nowhere).isEqualTo(404);
            assertThat(page.contentType()).startsWith("text/html");
            assertThat(page.asString()).contains("<h1>There is no such thing", "All projects");
        }
    }

    @Test
    void browsersAreToldToRunNothingFromElsewhere() {
        for (String path : List.of("/console/", "/console/sign-in", "/console/nowhere", "/console/assets/htmx.js")) {
            Response answer = signedIn().get(path);
            assertThat(answer.header("Content-Security-Policy"))
                    .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                            + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
                            + " frame-ancestors 'none'");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        }
        assertThat(signedIn().get("/console/").header("Cache-Control")).isEqualTo("no-store");
        assertThat(RestAssured.get("/console/assets/htmx.js").header("Cache-Control"))
                .contains("immutable");
    }

    @Test
    void aFailedBuildPinsItsFirstErrorAndLeadsToItsLine() {
        String page = signedIn()
                .get("/console/projects/shop/applications/hello/builds/1")
                .asString();

        assertThat(page)
                .contains("<a href=\"#line-2\">line 2</a> <code class=\"break\">Good morning</code>")
                .contains("<li id=\"line-2\">Good morning</li>");
    }

    @Test
    void aLogIsHandedOnFromWhereThePageStopped() {
        platform.answer("GET " + Samples.APPLICATION + "/builds/1/log", "id: 9\nevent: line\ndata: <b>bold</b>\n\n");

        Response events = signedIn().get("/console/projects/shop/applications/hello/builds/1/log-events?after=6");

        assertThat(events.contentType()).startsWith("text/event-stream");
        assertThat(events.asString()).isEqualTo(":\n\nid: 9\nevent: line\ndata: [[\"\",\"<b>bold</b>\"]]\n\n");
    }

    private static RequestSpecification signedIn() {
        return RestAssured.given().redirects().follow(false).header("Cookie", "__Host-sid=" + InMemoryPlatform.SESSION);
    }

    private static int count(String page, String pattern) {
        return (int) Pattern.compile(pattern).matcher(page).results().count();
    }
}

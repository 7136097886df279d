package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From the URL of somebody's repository to its application, in a browser. The Git server has a private address, which
/// the administrator allows.
class GitUrlIT extends BrowserStory {
    private static final String NOWHERE = "http://127.0.0.1:1/nowhere.git";

    @TempDir
    static Path repositories;

    private static GitServer server;
    private static WorkTree shop;

    @BeforeAll
    static void serve() throws IOException {
        shop = WorkTree.ofSample(Files.createDirectories(repositories.resolve("Fine.Shop.git")), "shell")
                .write("www/index.html", "from afar")
                .commit("Second");
        shop.git("checkout", "-q", "-b", "winter").expectSuccess();
        shop.write("www/index.html", "from a winter branch").commit("Winter");
        shop.git("checkout", "-q", "main").expectSuccess();
        WorkTree.at(Files.createDirectories(repositories.resolve("letters.git")))
                .write("README", "no program")
                .commit("First");
        server = new GitServer(repositories);
    }

    @AfterAll
    static void stopServing() {
        server.close();
    }

    @Test
    void fromAUrlToTheRunningApplication() {
        wholeWay(chromium.page(), "fetched");
        aPushThereIsBuiltHere("fetched");
    }

    @Test
    void theSameWithoutJavaScript() {
        wholeWay(chromium.pageWithoutJavaScript(), "fetched-plain");
    }

    private void wholeWay(Page page, String project) {
        ConsolePage console = new ConsolePage(page).signIn(installation).newProject(project);
        console.follow("New application")
                .fill("Git URL", server.url("Fine.Shop.git"))
                .press("Look at the source");
        console.sees("(its default)").sees("because of");
        assertThat(page.locator(".facts").innerText())
                .contains(server.url("Fine.Shop.git"), "main", "shell:1", "app.sh");
        assertThat(page.getByLabel("Name").inputValue()).isEqualTo("fine-shop");
        assertThat(page.getByLabel("Builder").inputValue()).isEqualTo("shell:1");
        console.press("Create and build").heading("fine-shop").waitFor();

        console.follow("Build 1").sees("build 1 succeeded").sees("The log has ended.");
        console.open("projects/" + project + "/applications/fine-shop").seesState("running");
        String url = page.locator(".facts a").first().getAttribute("href");
        visitor.seesSoon(URI.create(url).getHost(), "from afar");
    }

    /// What its forge would send, sent by a script.
    private void aPushThereIsBuiltHere(String project) {
        JsonNode webhook = admin.post(
                        "/projects/" + project + "/applications/fine-shop/webhooks", "{\"sender\":\"generic\"}")
                .expect(201)
                .json();
        shop.write("www/index.html", "from afar, pushed").commit("Third");
        JsonNode told = Api.exchange(
                        HttpRequest.newBuilder(URI.create(webhook.path("url").asText()))
                                .header(
                                        "Authorization",
                                        "Bearer " + webhook.path("secret").asText())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(
                                        "{\"ref\":\"refs/heads/main\",\"defaultBranch\":\"main\",\"commit\":\""
                                                + shop.head() + "\"}"))
                                .build())
                .expect(200)
                .json();
        assertThat(told.path("decision").asText()).isEqualTo("queued");
        visitor.seesSoon(host(project, "fine-shop"), "from afar, pushed");
        assertThat(admin.get("/projects/" + project + "/applications/fine-shop/builds/"
                                + told.path("build").asInt())
                        .json()
                        .path("commit")
                        .path("id")
                        .asText())
                .isEqualTo(shop.head());
    }

    @Test
    void whatIsWrongWithASourceIsSaidAtItsFieldWithTheNextStep() {
        Page page = chromium.page();
        ConsolePage console = new ConsolePage(page).signIn(installation).newProject("mistaken");
        console.follow("New application").fill("Git URL", NOWHERE).press("Look at the source");
        console.sees("Look whether it is up, then retry.");
        assertThat(page.locator("[id='source.git.url-fault']").innerText()).contains("does not answer");

        console.fill("Git URL", "http://192.168.93.7/shop.git").press("Look at the source");
        console.sees("ask the administrator to allow it");

        console.fill("Git URL", server.url("nothing.git")).press("Look at the source");
        console.sees("it is the one that git clone takes");

        console.fill("Git URL", server.url("Fine.Shop.git"));
        page.getByText("Another branch or directory").click();
        console.fill("Branch, tag or commit", "sumer").press("Look at the source");
        console.sees("Correct the branch");
        assertThat(page.locator("[id='source.git.ref-fault']").innerText()).contains("sumer", "main", "winter");
        assertThat(page.getByLabel("Git URL").inputValue()).isEqualTo(server.url("Fine.Shop.git"));

        console.fill("Branch, tag or commit", "winter")
                .fill("Directory in the repository", "nowhere")
                .press("Look at the source");
        console.sees("Correct the directory");
        assertThat(page.locator("[id='contextDir-fault']").innerText()).contains("nowhere");

        console.fill("Directory in the repository", "").press("Look at the source");
        console.sees("because of");
        assertThat(page.locator(".facts").innerText()).contains("winter");
    }

    @Test
    void aSourceThatNoBuilderRecognisesCanBeGivenOne() {
        Page page = chromium.page();
        ConsolePage console = new ConsolePage(page).signIn(installation).newProject("unrecognised");
        console.follow("New application")
                .fill("Git URL", server.url("letters.git"))
                .press("Look at the source");
        console.sees("none recognises this source").sees("Add a package.json, index.html or app.sh");
        page.getByLabel("Builder").selectOption("static:1.22");
        console.press("Create and build").heading("letters").waitFor();
        console.follow("Build 1").sees("The log has ended.").seesState("succeeded");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> visitor.visit(host("unrecognised", "letters"), "/README")
                        .text()
                        .contains("no program"));
    }
}

package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From the URL of somebody's repository to its application, in a browser. The Git server has a private address, which
/// the administrator allows.
class GitUrlIT extends Story {
    private static final Path SETTINGS = Installation.shared().home().resolve("config/custom.properties");
    private static final String NOWHERE = "http://127.0.0.1:1/nowhere.git";

    @TempDir
    static Path repositories;

    private static String before;
    private static GitHost host;

    private Chromium chromium;

    @BeforeAll
    static void allowTheAddress() throws IOException {
        WorkTree shop = WorkTree.ofSample(Files.createDirectories(repositories.resolve("Fine.Shop.git")), "shell")
                .write("www/index.html", "from afar")
                .commit("Second");
        shop.git("checkout", "-q", "-b", "winter").expectSuccess();
        shop.write("www/index.html", "from a winter branch").commit("Winter");
        shop.git("checkout", "-q", "main").expectSuccess();
        WorkTree.at(Files.createDirectories(repositories.resolve("letters.git")))
                .write("README", "no program")
                .commit("First");
        host = new GitHost(repositories);
        before = Files.readString(SETTINGS);
        settle(before + "slipway.source.allow=127.0.0.1\n");
    }

    private static void settle(String settings) throws IOException {
        Files.writeString(SETTINGS, settings);
        Installation.shared().launcher("restart", "platform").expectSuccess();
    }

    @AfterAll
    static void refuseItAgain() throws IOException {
        host.close();
        settle(before);
    }

    @BeforeEach
    void start() {
        chromium = new Chromium(installation);
    }

    @AfterEach
    void noPageDidWhatNoneMay() {
        List<String> offences = chromium.offences();
        chromium.close();
        assertThat(offences).isEmpty();
    }

    @Test
    void fromAUrlToTheRunningApplication() {
        wholeWay(chromium.page(), "fetched");
    }

    @Test
    void theSameWithoutJavaScript() {
        wholeWay(chromium.pageWithoutJavaScript(), "fetched-plain");
    }

    private void wholeWay(Page page, String project) {
        ConsolePage console = new ConsolePage(page).signIn(installation).newProject(project);
        console.follow("New application").fill("Git URL", host.url("Fine.Shop")).press("Look at the source");
        console.sees("(its default)").sees("because of");
        assertThat(page.locator(".facts").innerText()).contains(host.url("Fine.Shop"), "main", "shell:1", "app.sh");
        assertThat(page.getByLabel("Name").inputValue()).isEqualTo("fine-shop");
        assertThat(page.getByLabel("Builder").inputValue()).isEqualTo("shell:1");
        console.press("Create and build").heading("fine-shop").waitFor();

        console.follow("Build 1").sees("build 1 succeeded").sees("The log has ended.");
        console.open("projects/" + project + "/applications/fine-shop").seesState("running");
        String url = page.locator(".facts a").first().getAttribute("href");
        visitor.seesSoon(URI.create(url).getHost(), "from afar");
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

        console.fill("Git URL", host.url("nothing")).press("Look at the source");
        console.sees("it is the one that git clone takes");

        console.fill("Git URL", host.url("Fine.Shop"));
        page.getByText("Another branch or directory").click();
        console.fill("Branch, tag or commit", "sumer").press("Look at the source");
        console.sees("Correct the branch");
        assertThat(page.locator("[id='source.git.ref-fault']").innerText()).contains("sumer", "main", "winter");
        assertThat(page.getByLabel("Git URL").inputValue()).isEqualTo(host.url("Fine.Shop"));

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
        console.follow("New application").fill("Git URL", host.url("letters")).press("Look at the source");
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

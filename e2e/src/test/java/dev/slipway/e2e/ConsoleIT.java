package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The console in a real browser.
class ConsoleIT extends BrowserStory {
    private static final String HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>";

    @Test
    void fromSignInToTheTrashAndBack() {
        Page page = chromium.page();
        ConsolePage console = new ConsolePage(page).signIn(installation);
        console.newProject("browsed").newApplication("hello");
        console.sees("git remote add slipway http://localhost:" + installation.port() + "/git/browsed/hello.git");

        WorkTree tree = watchedTree("first edition");
        CompletableFuture<Command.Result> push = CompletableFuture.supplyAsync(() -> push(tree, "browsed/hello"));
        console.follow("Build 1");
        page.evaluate("window.neverReloaded = true");
        console.sees("still at work");
        console.seesState("running");
        finishBuild();
        console.sees("The log has ended.").seesState("succeeded");
        assertThat(page.evaluate("window.neverReloaded")).isEqualTo(true);
        assertThat(page.locator(".log li").allTextContents())
                .doesNotHaveDuplicates()
                .contains(HOSTILE, "build 1 succeeded");
        push.join().expectSuccess();

        console.open("projects/browsed/applications/hello").seesState("running");
        visitor.seesSoon(host("browsed", "hello"), "first edition");
        push(unwatched(tree, "second edition"), "browsed/hello").expectSuccess();
        visitor.seesSoon(host("browsed", "hello"), "second edition");
        console.follow("Releases").press("Go back to v1");
        visitor.seesSoon(host("browsed", "hello"), "first edition");
        console.open("projects/browsed/applications/hello/releases/2").sees("What differs");

        console.follow("Log").sees("listening, says the application");
        console.follow("Settings").fill("Instances of web", "2").press("Scale");
        console.follow("Instances");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> page.locator(".mark.good", new Page.LocatorOptions().setHasText("ready"))
                                .count()
                        == 2);

        console.follow("Settings").fill("Type the application's name", "hell").press("Delete hello");
        console.sees("is not the application's name");
        console.fill("Type the application's name", "hello").press("Delete hello");
        console.sees("The application is in the trash.");
        console.press("Restore hello").sees("The application is back.");
    }

    @Test
    void theSameWithoutJavaScript() {
        Page page = chromium.pageWithoutJavaScript();
        ConsolePage console = new ConsolePage(page).signIn(installation);
        console.newProject("plain").newApplication("hello");
        WorkTree tree = watchedTree("first edition");
        CompletableFuture<Command.Result> push = CompletableFuture.supplyAsync(() -> push(tree, "plain/hello"));
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            console.open("projects/plain/applications/hello/builds");
            return page.getByText("Build 1").count() > 0;
        });
        console.follow("Build 1").seesState("running");
        finishBuild();
        console.sees("build 1 succeeded").sees("The log has ended.");
        push.join().expectSuccess();

        push(unwatched(tree, "second edition"), "plain/hello").expectSuccess();
        visitor.seesSoon(host("plain", "hello"), "second edition");
        console.follow("Releases").press("Go back to v1");
        visitor.seesSoon(host("plain", "hello"), "first edition");
        console.follow("Log").sees("listening, says the application");
        console.follow("Environment")
                .fill("Name", "GREETING")
                .fill("Value", "Good morning")
                .press("Set it");
        console.sees("The variable is set.");
        console.follow("Settings").fill("Type the application's name", "hello").press("Delete hello");
        console.sees("The application is in the trash.");
        console.follow("Delete this project")
                .fill("Type the project's name", "plain")
                .press("Delete the project");
        console.sees("The project is in the trash.").press("Sign out").sees("You are signed out.");
        console.open("projects/plain").heading("Sign in").waitFor();
    }

    @Test
    void theSignInNeedsNoMouse() {
        Page page = chromium.page();
        ConsolePage console = new ConsolePage(page);
        page.navigate("/console/projects/nowhere-yet");
        console.hasFocus("name");
        page.keyboard().type("admin");
        page.keyboard().press("Tab");
        page.keyboard().type("not the password at all");
        page.keyboard().press("Enter");
        console.sees("The name or the password is not right.").hasFocus("name");
        page.keyboard().press("Tab");
        page.keyboard().type(installation.administratorPassword());
        page.keyboard().press("Enter");
        console.heading("There is no such thing, or you may not see it").waitFor();

        console.open("");
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.activeElement.textContent")).isEqualTo("Skip to the content");
        page.keyboard().press("Enter");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        console.heading("New project").waitFor();
    }

    @Test
    void everyPageFitsAPhoneAndNamesWhatItShows() {
        admin.application("fitting", "hello", "");
        push(WorkTree.ofSample(directory, "shell").commit(HOSTILE + " " + "long".repeat(60)), "fitting/hello")
                .expectSuccess();
        Page page = chromium.phone();
        ConsolePage console = new ConsolePage(page).signIn(installation);
        String application = "projects/fitting/applications/hello";
        for (String path : List.of(
                "",
                "new-project",
                "account",
                "projects/fitting",
                "projects/fitting/new-application",
                "projects/fitting/nothing",
                application,
                application + "/builds",
                application + "/builds/1",
                application + "/releases",
                application + "/releases/1",
                application + "/instances",
                application + "/log",
                application + "/environment",
                application + "/settings")) {
            console.open(path);
            assertThat(page.evaluate(FAULTS)).as(path).isEqualTo(List.of());
        }
    }

    /// What is wrong with the page, in words: our own small share of what accessibility checkers ask.
    private static final String FAULTS = """
            () => {
              const faults = [];
              const named = (e) => (e.getAttribute("aria-label") || e.textContent || e.value || "").trim() !== "";
              if (document.documentElement.lang !== "en") faults.push("no language");
              if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
              if (!document.title.trim() || document.title.startsWith("\u00b7")) faults.push("no title");
              for (const mark of ["main", "header", "nav", "footer"])
                if (!document.querySelector(mark)) faults.push("no " + mark);
              document.querySelectorAll("a, button").forEach((e) => named(e) || faults.push("no name: " + e.outerHTML));
              document.querySelectorAll("input:not([type=hidden]), select, textarea").forEach((e) =>
                e.labels.length === 1 && named(e.labels[0]) || faults.push("no label: " + e.outerHTML));
              document.querySelectorAll("img").forEach((e) => e.hasAttribute("alt") || faults.push("no alt: " + e.outerHTML));
              document.querySelectorAll("nav, section").forEach((e) =>
                e.hasAttribute("aria-label") || e.hasAttribute("aria-labelledby") || e.getAttribute("role") === "status"
                  || faults.push("no name: " + e.outerHTML.slice(0, 80)));
              const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
              ids.filter((id, i) => ids.indexOf(id) !== i).forEach((id) => faults.push("twice: " + id));
              document.querySelectorAll("[aria-labelledby], [aria-describedby]").forEach((e) =>
                ((e.getAttribute("aria-labelledby") || "") + " " + (e.getAttribute("aria-describedby") || ""))
                  .split(" ").filter(Boolean).forEach((id) => ids.includes(id) || faults.push("nowhere: " + id)));
              if (document.documentElement.scrollWidth > document.documentElement.clientWidth) faults.push("too wide");
              return faults;
            }""";

    /// Its build goes on until {@link #finishBuild}.
    private WorkTree watchedTree(String text) {
        return WorkTree.ofSample(directory, "shell")
                .write("www/index.html", text)
                .writeScript(
                        "app.sh",
                        "#!/bin/sh\necho 'listening, says the application'\n"
                                + "exec busybox httpd -f -p \"${PORT:-8080}\" -h www\n")
                .writeScript(".s2i/bin/assemble", """
                        #!/bin/sh
                        echo '%s'
                        n=0
                        until [ -e /tmp/finish ] || [ $n = 300 ]; do n=$((n+1)); echo "still at work, $n"; sleep 0.2; done
                        exec /usr/libexec/s2i/assemble
                        """.formatted(HOSTILE))
                .commit("First " + HOSTILE);
    }

    private static WorkTree unwatched(WorkTree tree, String text) {
        tree.git("rm", "-q", ".s2i/bin/assemble").expectSuccess();
        return tree.write("www/index.html", text).commit("Second " + HOSTILE);
    }

    private void finishBuild() {
        installation.docker("exec", runningBuild(), "touch", "/tmp/finish").expectSuccess();
    }
}

package dev.slipway.platform;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.database.Database;
import dev.slipway.platform.git.GitHttpBackend;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Refreshes asked for, of a repository elsewhere. No build queue runs here, so builds stay as they were queued unless
/// a test says what became of them.
@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class RefreshIT {
    private static final String PROJECT = "refreshed";
    private static final String APPLICATIONS = "/api/v1/projects/" + PROJECT + "/applications/";

    @Inject
    @Named("loops")
    Database loops;

    @TempDir
    Path work;

    private GitHttpBackend backend;

    @BeforeEach
    void serveOneRepository() throws IOException, InterruptedException {
        Api.ensureProject(PROJECT);
        backend = new GitHttpBackend(work);
        Files.createDirectories(work.resolve("shop"));
        backend.git("shop", "init", "-q", "-b", "main");
        commit("one");
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    private String commit(String text) throws IOException, InterruptedException {
        Files.writeString(work.resolve("shop/index.html"), text);
        backend.commit("shop", text);
        return Files.readString(work.resolve("shop/.git/refs/heads/main")).strip();
    }

    private void create(String name) {
        Api.asAdministrator()
                .body("{\"name\":\"" + name + "\",\"source\":{\"git\":{\"url\":\"" + backend.url("shop/.git") + "\"}}}")
                .post("/api/v1/projects/" + PROJECT + "/applications")
                .then()
                .statusCode(201);
    }

    /// As if the build had found its commit and ended.
    private void ended(String application, int number, String commit) {
        loops.run(sql -> sql.update("""
                UPDATE builds SET state = 'failed', commit_id = ?, resolved = true
                WHERE number = ? AND application_id = (SELECT id FROM applications WHERE name = ?)
                """, commit, number, application));
    }

    private static ValidatableResponse refresh(String application, String query) {
        return Api.asAdministrator()
                .post(APPLICATIONS + application + "/refresh?wait=done&timeout=PT1M" + query)
                .then()
                .statusCode(200)
                .body("pending", equalTo(false));
    }

    private static ValidatableResponse builds(String application) {
        return Api.asAdministrator().get(APPLICATIONS + application + "/builds").then();
    }

    @Test
    void aRefreshSaysWhatMovedAndBuildsIt() throws Exception {
        create("moving");
        String first = commit("first");
        ended("moving", 1, first);

        refresh("moving", "")
                .body("tip", equalTo(first))
                .body("defaultBranch", equalTo("main"))
                .body("moved", nullValue())
                .body("build", nullValue())
                .body("fetchedAt", notNullValue());

        String second = commit("second");
        refresh("moving", "&build=false")
                .body("moved.from", equalTo(first))
                .body("moved.to", equalTo(second))
                .body("build", nullValue());
        refresh("moving", "").body("moved", nullValue()).body("build", equalTo(2));
        builds("moving")
                .body("items[0].trigger.kind", equalTo("refresh"))
                .body("items[0].trigger.by", equalTo("admin"))
                .body("items[0].commit.id", equalTo(second));
        refresh("moving", "").body("build", nullValue());
        builds("moving").body("items", hasSize(2));

        backend.git("shop", "reset", "-q", "--hard", first);
        refresh("moving", "").body("moved.to", equalTo(first)).body("build", equalTo(3));
    }

    @Test
    void aBuildThatWaitsIsNotAskedForAgain() {
        create("waiting");

        refresh("waiting", "").body("build", nullValue());
        builds("waiting").body("items", hasSize(1));
    }

    @Test
    void aFailureSaysWhyAndTheNextSuccessForgetsIt() {
        create("failing");
        backend.status("shop", 503);
        refresh("failing", "")
                .body("reason", equalTo("SourceUnreachable"))
                .body("message", notNullValue())
                .body("next", notNullValue())
                .body("failures", equalTo(1))
                .body("fetchedAt", nullValue());
        refresh("failing", "").body("failures", equalTo(2));

        backend.byGit("shop");
        refresh("failing", "").body("reason", nullValue()).body("failures", equalTo(0));
    }

    @Test
    void whatWasAskedBeforeThePlatformDiedIsDone() {
        create("forgotten");
        loops.run(sql -> sql.update("""
                INSERT INTO mirrors (application_id, project_id, refresh_asked, refresh_by)
                SELECT id, project_id, now(), 'admin' FROM applications WHERE name = 'forgotten'
                """));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> Api.asAdministrator()
                                .get(APPLICATIONS + "forgotten/refresh")
                                .path("tip")
                        != null);
    }

    @Test
    void onlyGitUrlsAreRefreshedAndOnlyByWhoMayBuild() {
        Api.application(Api.asAdministrator(), PROJECT, "pushed");
        create("guarded");

        Api.asAdministrator().post(APPLICATIONS + "pushed/refresh").then().statusCode(409);
        Api.asAdministrator().get(APPLICATIONS + "pushed/refresh").then().statusCode(404);
        Api.asNewUser("refresh-stranger")
                .post(APPLICATIONS + "guarded/refresh")
                .then()
                .statusCode(404);
        Api.asAdministrator()
                .get(APPLICATIONS + "guarded/refresh")
                .then()
                .statusCode(200)
                .body("pending", equalTo(false))
                .body("triedAt", nullValue())
                .body("nextAt", nullValue());
    }
}

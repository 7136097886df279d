package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class SourcesIT {
    private static final String PROJECT = "sourced";
    private static final String APPLICATIONS = "/api/v1/projects/" + PROJECT + "/applications/";

    @Inject
    @Named("loops")
    Database loops;

    private GitHttpBackend backend;

    @TempDir
    Path work;

    @BeforeEach
    void serveOneRepository() throws IOException, InterruptedException {
        Api.ensureProject(PROJECT);
        backend = new GitHttpBackend(work);
        Path shop = Files.createDirectories(work.resolve("shop/web"));
        Files.writeString(shop.resolve("index.html"), "hello");
        backend.git("shop", "init", "-q", "-b", "trunk");
        backend.commit("shop", "One");
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    private static ValidatableResponse create(String name, String source) {
        return Api.asAdministrator()
                .body("{\"name\":\"" + name + "\",\"source\":" + source + "}")
                .post("/api/v1/projects/" + PROJECT + "/applications")
                .then();
    }

    private static ValidatableResponse builds(String application) {
        return Api.asAdministrator()
                .get("/api/v1/projects/" + PROJECT + "/applications/" + application + "/builds")
                .then()
                .statusCode(200);
    }

    @Test
    void anApplicationOfAGitUrlHasItsFirstBuildQueued() {
        create("first", "{\"git\":{\"url\":\"https://example.org/a.git\",\"contextDir\":\"/web/\"}}")
                .statusCode(201)
                .body("source.git.url", equalTo("https://example.org/a.git"))
                .body("source.git.contextDir", equalTo("web"))
                .body("source.git.ref", nullValue());

        builds("first")
                .body("items", hasSize(1))
                .body("items[0].number", equalTo(1))
                .body("items[0].state", equalTo("queued"))
                .body("items[0].queue.place", equalTo(1))
                .body("items[0].trigger.kind", equalTo("creation"))
                .body("items[0].trigger.by", equalTo("admin"))
                .body("items[0].commit", nullValue());
    }

    @Test
    void furtherBuildsNameARefOrAHashThatTheFetchLooksFor() {
        create("asked", "{\"git\":{\"url\":\"https://example.org/a.git\",\"ref\":\"next\"}}")
                .statusCode(201);
        String builds = "/api/v1/projects/" + PROJECT + "/applications/asked/builds";

        Api.asAdministrator().body("{\"ref\":\"v1\"}").post(builds).then().statusCode(202);
        Api.asAdministrator()
                .body("{\"commit\":\"main\"}")
                .post(builds)
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("commit"));
        Api.asAdministrator()
                .body("{\"ref\":\"--upload-pack=x\"}")
                .post(builds)
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("ref"));
        Api.asAdministrator()
                .body("{\"environment\":[{\"name\":\"A B\",\"value\":\"x\"}]}")
                .post(builds)
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("environment[0].name"));
        Api.asAdministrator()
                .body("{\"environment\":[{\"name\":\"TOKEN\",\"value\":\"x\"}],\"clean\":true}")
                .post(builds)
                .then()
                .statusCode(202);
        Api.asAdministrator().post(builds + "/3/retry").then().statusCode(202).body("trigger.kind", equalTo("retry"));
        builds("asked").body("items", hasSize(4));
    }

    @Test
    void submodulesAreASettingOfTheSourceAndBuildsKeepWhatItSaidWhenTheyWereAskedFor() {
        create("plain", "{\"git\":{\"url\":\"https://example.org/a.git\"}}")
                .body("source.git.submodules", equalTo(false));
        create("whole", "{\"git\":{\"url\":\"https://example.org/a.git\",\"submodules\":true}}")
                .statusCode(201)
                .body("source.git.submodules", equalTo(true));
        create("pushed", "{\"push\":{\"submodules\":true}}")
                .statusCode(201)
                .body("source.push.submodules", equalTo(true));
        found("plain", 1);
        found("whole", 1);

        Api.asAdministrator()
                .header("If-Match", "*")
                .body("{\"source\":{\"git\":{\"url\":\"https://example.org/a.git\",\"submodules\":true}}}")
                .patch(APPLICATIONS + "plain")
                .then()
                .statusCode(200)
                .body("configurationNewerThanImage", equalTo(false));
        Api.asAdministrator().post(APPLICATIONS + "plain/builds/1/retry").then().statusCode(202);
        Api.asAdministrator().post(APPLICATIONS + "whole/builds/1/retry").then().statusCode(202);
        Api.asAdministrator()
                .contentType("application/octet-stream")
                .body("x".getBytes(StandardCharsets.UTF_8))
                .post(APPLICATIONS + "whole/builds?asFile=app.sh")
                .then()
                .statusCode(202);

        assertThat(waiting("plain", 1)).isEqualTo("false false");
        assertThat(waiting("plain", 2)).isEqualTo("true true");
        assertThat(waiting("whole", 1)).isEqualTo("true false");
        assertThat(waiting("whole", 2)).isEqualTo("true true");
        assertThat(waiting("whole", 3)).isEqualTo("false false");
    }

    /// As if the fetch had found its commit.
    private void found(String application, int number) {
        loops.run(sql -> sql.update("""
                UPDATE builds SET state = 'failed', commit_id = repeat('a', 40), resolved = true
                WHERE number = ? AND application_id = (SELECT id FROM applications WHERE name = ?)
                """, number, application));
    }

    /// Whether submodules are part of the build's source, and whether it waits for a fetch.
    private String waiting(String application, int number) {
        return loops.transaction(sql ->
                sql.first("""
                        SELECT b.submodules || ' ' || NOT b.resolved AS both FROM builds b
                        JOIN applications a ON a.id = b.application_id WHERE a.name = ? AND b.number = ?
                        """, row -> row.text("both"), application, number).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "url, ext::sh -c id",
        "url, http://ada:secret@example.org/a.git",
        "url, ssh://git:secret@example.org/a.git",
        "url, https://example.org/$(id)",
        "url, ''"
    })
    void aHostileUrlIsRefusedWithItsField(String field, String value) {
        create("refused", "{\"git\":{\"url\":\"" + value + "\"}}")
                .statusCode(422)
                .body("code", equalTo("FIELD_INVALID"))
                .body("errors[0].field", equalTo("source.git." + field))
                .body("next", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"git\":{\"url\":\"https://h/a.git\",\"ref\":\"-x\"}}|FIELD_INVALID|source.git.ref",
                "{\"git\":{\"url\":\"https://h/a.git\",\"contextDir\":\"../x\"}}|FIELD_INVALID|source.git.contextDir",
                "{\"git\":{}}|FIELD_INVALID|source.git.url",
                "{}|FIELD_INVALID|source",
                "{\"git\":{\"url\":\"https://h/a.git\"},\"push\":{}}|FIELD_INVALID|source",
                "{\"git\":{\"url\":\"https://h/a\",\"credential\":\"k\"}}|FIELD_INVALID|source.git.credential",
                "{\"image\":{\"reference\":\"x\"}}|SOURCE_NOT_SUPPORTED|source.image"
            })
    void whatIsNotASourceIsRefusedWithItsField(String sample) {
        String[] parts = sample.split("\\|");
        create("refused", parts[0])
                .statusCode(422)
                .body("code", equalTo(parts[1]))
                .body("errors[0].field", equalTo(parts[2]))
                .body("next", notNullValue());
    }

    private static ValidatableResponse check(String git) {
        return Api.asAdministrator()
                .body("{\"git\":" + git + "}")
                .post("/api/v1/projects/" + PROJECT + "/source-checks")
                .then();
    }

    @Test
    void aCheckSaysBranchCommitBuilderAndTheFileThatDecides() {
        check("{\"url\":\"" + backend.url("shop/.git") + "\",\"contextDir\":\"web\"}")
                .statusCode(200)
                .body("reachable", equalTo(true))
                .body("defaultBranch", equalTo("trunk"))
                .body("commit.length()", equalTo(40))
                .body("builder", equalTo("static:1"))
                .body("decidingFile", equalTo("index.html"))
                .body("warnings", hasSize(0))
                .body("reason", nullValue());
        check("{\"url\":\"" + backend.url("shop/.git") + "\",\"ref\":\"trunk\"}")
                .statusCode(200)
                .body("reachable", equalTo(true))
                .body("builder", nullValue())
                .body("warnings", hasSize(1));
    }

    @Test
    void aCheckSaysWhichSubmodulesBuildsFetchAndWhichTheyLeave() throws Exception {
        Files.createDirectories(work.resolve("shop/lib"));
        Files.writeString(work.resolve("shop/.gitmodules"), "[submodule \"l\"]\n\tpath = lib\n\turl = ../../lib.git\n");
        backend.git("shop", "update-index", "--add", "--cacheinfo", "160000," + "c".repeat(40) + ",lib");
        backend.commit("shop", "Link");
        String url = "{\"url\":\"" + backend.url("shop/.git") + "\",\"contextDir\":\"web\"";

        check(url + "}")
                .body(
                        "warnings",
                        contains("Submodules stay empty directories unless source.git.submodules is true: lib."));
        check(url + ",\"submodules\":true}")
                .body("warnings", contains("Builds fetch the submodule lib from " + backend.url("lib.git") + "."));

        Files.writeString(work.resolve("shop/.gitmodules"), "");
        backend.commit("shop", "Forget");
        check(url + ",\"submodules\":true}")
                .body("reachable", equalTo(true))
                .body("warnings", contains(containsString("A build would fail: .gitmodules has no entry")));
    }

    @Test
    void aCheckThatFailsSaysWhyAndWhatToDo() {
        check("{\"url\":\"" + backend.url("nothing.git") + "\"}")
                .statusCode(200)
                .body("reachable", equalTo(false))
                .body("reason", equalTo("SourceRepositoryNotFound"))
                .body("message", containsString("127.0.0.1"))
                .body("next", notNullValue());
        check("{\"url\":\"" + backend.url("shop/.git") + "\",\"ref\":\"gone\"}")
                .statusCode(200)
                .body("reason", equalTo("SourceRefNotFound"))
                .body("evidence", contains("trunk"));
        check("{\"url\":\"http://10.0.0.1/a.git\"}").statusCode(200).body("reason", equalTo("SourceAddressRefused"));
        check("{\"url\":\"ext::id\"}").statusCode(422).body("errors[0].field", equalTo("source.git.url"));
    }

    @Test
    void onlyWhoMayChangeTheProjectChecksSources() {
        Api.asNewUser("passer-by")
                .body("{\"git\":{\"url\":\"https://example.org/a.git\"}}")
                .post("/api/v1/projects/" + PROJECT + "/source-checks")
                .then()
                .statusCode(404);
    }
}

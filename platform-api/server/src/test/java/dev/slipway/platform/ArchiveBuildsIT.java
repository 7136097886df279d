package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.database.Database;
import dev.slipway.model.source.SourceReference.OfArchive;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTrees;
import dev.slipway.platform.upload.Samples;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives as the body of a build, from the request to the row and the file, which agree.
@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class ArchiveBuildsIT {
    private static final String PROJECT = "archived";
    private static final String APPLICATIONS = "/api/v1/projects/" + PROJECT + "/applications/";

    @Inject
    SourceTrees sources;

    @Inject
    @Named("loops")
    Database loops;

    @BeforeEach
    void aProject() {
        Api.ensureProject(PROJECT);
    }

    private static byte[] shop(String text) {
        return Samples.gzip(Samples.tar(tar -> {
            Samples.file(tar, "shop/web/index.html", text);
            Samples.executable(tar, "shop/app.sh", "run");
        }));
    }

    private static RequestSpecification sending(String type, byte[] body) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + Api.administratorToken())
                .contentType(type)
                .body(body);
    }

    private static ValidatableResponse send(String application, String query, byte[] body) {
        return sending("application/gzip", body)
                .post(APPLICATIONS + application + "/builds" + query)
                .then();
    }

    private static List<Path> kept() {
        Path repositories = Path.of(ConfigProvider.getConfig().getValue("slipway.data.repositories", String.class));
        try (Stream<Path> files = Files.walk(repositories.resolveSibling("uploads"))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names() {
        return kept().stream().map(file -> file.getFileName().toString()).toList();
    }

    @Test
    void anArchiveIsTheSourceOfOneBuildAndARetryHasItAgain() {
        Api.application(Api.asAdministrator(), PROJECT, "sent");

        String digest = send("sent", "?clean=true&contextDir=web", shop("sent"))
                .statusCode(202)
                .header("Location", containsString("/builds/1"))
                .body("state", equalTo("queued"))
                .body("trigger.kind", equalTo("upload"))
                .body("commit", nullValue())
                .body("archive.digest", matchesPattern("[0-9a-f]{64}"))
                .body("archive.size", equalTo(7))
                .extract()
                .path("archive.digest");
        Api.asAdministrator()
                .post(APPLICATIONS + "sent/builds/1/retry")
                .then()
                .statusCode(202)
                .body("archive.digest", equalTo(digest))
                .body("archive.size", equalTo(7))
                .body("commit", nullValue());

        assertThat(names()).contains(digest);
        try (SourceTree tree = sources.open(UUID.randomUUID(), new OfArchive(digest))) {
            assertThat(tree.entries()).extracting(SourceTree.Entry::path).containsExactly("app.sh", "web/index.html");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-tar", "application/zip", "application/gzip; charset=binary"})
    void theContentTypeSaysWhichForm(String type) {
        String name = "form-" + Integer.toHexString(type.hashCode());
        Api.application(Api.asAdministrator(), PROJECT, name);
        byte[] body = type.contains("tar")
                ? Samples.tar(tar -> Samples.file(tar, "index.html", "hello"))
                : type.contains("zip") && !type.contains("gzip")
                        ? Samples.zip(zip -> Samples.entry(zip, "index.html", 0100644, "hello"))
                        : shop(type);

        sending(type, body)
                .post(APPLICATIONS + name + "/builds")
                .then()
                .statusCode(202)
                .body("archive.digest", notNullValue());
    }

    @Test
    void oneFileIsASourceUnderTheNameThatIsSaid() throws Exception {
        Api.application(Api.asAdministrator(), PROJECT, "file");
        String digest = sending("text/x-shellscript", "#!/bin/sh\nexec httpd\n".getBytes())
                .post(APPLICATIONS + "file/builds?asFile=app.sh")
                .then()
                .statusCode(202)
                .body("commit", nullValue())
                .extract()
                .path("archive.digest");

        try (SourceTree tree = sources.open(UUID.randomUUID(), new OfArchive(digest))) {
            assertThat(tree.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.path()).isEqualTo("app.sh");
                assertThat(entry.kind()).isEqualTo(SourceTree.Kind.EXECUTABLE);
            });
        }
        sending("text/plain", "x".getBytes())
                .post(APPLICATIONS + "file/builds?asFile=../app.sh")
                .then()
                .statusCode(422)
                .body("code", equalTo("ARCHIVE_REFUSED"));
    }

    @Test
    void whatIsWrongIsSaidAndLeavesNeitherRowNorFile() {
        Api.application(Api.asAdministrator(), PROJECT, "wrong");
        List<Path> before = kept();
        byte[] escape = Samples.gzip(Samples.tar(tar -> Samples.file(tar, "../escape", "owned")));
        byte[] noise = new byte[2 << 20];
        new Random(1).nextBytes(noise);

        send("wrong", "", escape)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("ARCHIVE_REFUSED"))
                .body("detail", containsString("../escape"))
                .body("errors[0].field", equalTo("../escape"))
                .body("next", notNullValue());
        send("wrong", "?contextDir=none", shop("wrong"))
                .statusCode(422)
                .body("code", equalTo("FIELD_INVALID"))
                .body("errors[0].field", equalTo("contextDir"));
        send("wrong", "?contextDir=../web", shop("wrong"))
                .statusCode(422)
                .body("errors[0].field", equalTo("contextDir"));
        send("wrong", "", noise)
                .statusCode(413)
                .body("code", equalTo("TOO_LARGE"))
                .body("detail", containsString("1Mi"));
        sending("application/octet-stream", shop("wrong"))
                .post(APPLICATIONS + "wrong/builds")
                .then()
                .statusCode(415)
                .body("next", containsString("application/x-tar"));

        Api.asAdministrator().get(APPLICATIONS + "wrong/builds").then().body("items", hasSize(0));
        await().atMost(Duration.ofSeconds(30)).until(() -> before.containsAll(kept()));
    }

    @Test
    void whoMayNotBuildSendsNothing() {
        Api.application(Api.asAdministrator(), PROJECT, "closed");
        String token = Api.token(Api.asNewUser("archive-stranger"));

        RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .contentType("application/gzip")
                .body(shop("stranger"))
                .post(APPLICATIONS + "closed/builds")
                .then()
                .statusCode(404);
        RestAssured.given()
                .contentType("application/gzip")
                .body(shop("stranger"))
                .post(APPLICATIONS + "closed/builds")
                .then()
                .statusCode(401);
    }

    @Test
    void aRepetitionWithTheSameKeyIsTheSameBuild() {
        Api.application(Api.asAdministrator(), PROJECT, "keyed");
        String key = UUID.randomUUID().toString();

        for (int time = 0; time < 2; time++) {
            sending("application/gzip", shop("keyed"))
                    .header("Idempotency-Key", key)
                    .post(APPLICATIONS + "keyed/builds")
                    .then()
                    .statusCode(202)
                    .body("number", equalTo(1));
        }
        sending("application/gzip", shop("other"))
                .header("Idempotency-Key", key)
                .post(APPLICATIONS + "keyed/builds")
                .then()
                .statusCode(422)
                .body("code", equalTo("IDEMPOTENCY_MISMATCH"));
    }

    @Test
    void anArchiveGoesWhenItsLastBuildHasGone() {
        Api.application(Api.asAdministrator(), PROJECT, "purged");
        String digest =
                send("purged", "", shop("purged")).statusCode(202).extract().path("archive.digest");
        // No build queue runs here that would end it.
        loops.run(sql -> sql.update("UPDATE builds SET state = 'failed' WHERE upload = ?", digest));

        assertThat(names()).contains(digest);
        Api.asAdministrator().header("If-Match", "*").delete(APPLICATIONS + "purged?purge=true");
        await().atMost(Duration.ofSeconds(60)).until(() -> !names().contains(digest));
    }

    @Test
    void aBuildAskedForWithoutABodyOrContentTypeIsOfTheSourceItself() {
        Api.asAdministrator()
                .body("{\"name\":\"bare\",\"source\":{\"git\":{\"url\":\"https://example.org/a.git\"}}}")
                .post("/api/v1/projects/" + PROJECT + "/applications")
                .then()
                .statusCode(201);
        RequestSpecification bare = RestAssured.given().header("Authorization", "Bearer " + Api.administratorToken());

        bare.post(APPLICATIONS + "bare/builds").then().statusCode(202).body("number", equalTo(2));
        bare.contentType("application/json")
                .post(APPLICATIONS + "bare/builds")
                .then()
                .statusCode(202);
        bare.body("{}").post(APPLICATIONS + "bare/builds").then().statusCode(202);
        Api.asAdministrator()
                .body("{\"reff\":\"x\"}")
                .post(APPLICATIONS + "bare/builds")
                .then()
                .statusCode(400)
                .body("code", equalTo("FIELD_UNKNOWN"))
                .body("errors[0].field", equalTo("reff"));
        Api.asAdministrator()
                .body("{\"ref\":")
                .post(APPLICATIONS + "bare/builds")
                .then()
                .statusCode(400)
                .body("code", equalTo("MALFORMED"));
    }
}

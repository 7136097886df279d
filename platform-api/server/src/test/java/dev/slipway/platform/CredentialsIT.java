package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.slipway.database.Database;
import dev.slipway.platform.git.GitHttpBackend;
import dev.slipway.platform.git.GitSshServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Credentials as members of a project keep them, and a private repository that is fetched with them.
@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class CredentialsIT {
    private static final String PROJECT = "confided";
    private static final String CREDENTIALS = "/api/v1/projects/" + PROJECT + "/credentials/";
    private static final String APPLICATIONS = "/api/v1/projects/" + PROJECT + "/applications/";
    private static final String CANARY = "canary-5521";

    @Inject
    @Named("loops")
    Database loops;

    @TempDir
    Path work;

    private GitHttpBackend forge;

    @BeforeEach
    void serveOnePrivateRepository() throws IOException, InterruptedException {
        Api.ensureProject(PROJECT);
        forge = new GitHttpBackend(work);
        forge.only("ada", CANARY);
        Files.writeString(Files.createDirectories(work.resolve("shop")).resolve("index.html"), "hello");
        forge.git("shop", "init", "-q", "-b", "main");
        forge.commit("shop", "One");
    }

    @AfterEach
    void stop() {
        forge.close();
        loops.run(
                sql -> sql.update("DELETE FROM applications WHERE project_id IN (SELECT project_id FROM credentials)"));
        loops.run(sql -> sql.update("DELETE FROM credentials"));
    }

    private static ValidatableResponse put(String name, Map<String, String> body) {
        return Api.asAdministrator().body(body).put(CREDENTIALS + name).then();
    }

    private static Map<String, String> basic(String url, String password) {
        return Map.of("type", "basic", "url", url, "username", "ada", "password", password);
    }

    private ValidatableResponse check(String credential) {
        return Api.asAdministrator()
                .body(Map.of("git", source(credential)))
                .post("/api/v1/projects/" + PROJECT + "/source-checks")
                .then()
                .statusCode(200);
    }

    private Map<String, String> source(String credential) {
        return credential == null
                ? Map.of("url", forge.url("shop/.git"))
                : Map.of("url", forge.url("shop/.git"), "credential", credential);
    }

    private ValidatableResponse create(String name, String credential) {
        return Api.asAdministrator()
                .body(Map.of("name", name, "source", Map.of("git", source(credential))))
                .post(APPLICATIONS)
                .then();
    }

    /// The whole way of a deploy key: made here, added there, the host confirmed, fetched.
    @Test
    void aDeployKeyIsMadeHereAndItsHostIsKnownOnceAMemberSaysSo() {
        try (GitSshServer server = new GitSshServer(work)) {
            Map<String, Object> body = new HashMap<>(Map.of("type", "ssh", "url", server.url("")));
            putSsh("deploy", body).statusCode(422).body("errors[0].field", equalTo("privateKey"));
            body.put("generate", true);
            ValidatableResponse made = putSsh("deploy", body)
                    .statusCode(201)
                    .body("type", equalTo("ssh"))
                    .body("publicKey", startsWith("ssh-ed25519 "))
                    .body("hostKeys", hasSize(0))
                    .body("warnings[0]", containsString("knownHosts"));
            String key = made.extract().path("publicKey");
            server.only(key);

            String url = server.url("shop/.git");
            String message = checkUrl(url)
                    .body("reachable", equalTo(false))
                    .body("reason", equalTo("SourceHostKeyRefused"))
                    .body("message", containsString("SHA256:"))
                    .body("next", containsString("fingerprint"))
                    .extract()
                    .path("message");
            body.remove("generate");
            body.put("knownHosts", message.substring(message.indexOf("[127.0.0.1]")));
            putSsh("deploy", body)
                    .statusCode(200)
                    .body("publicKey", equalTo(key))
                    .body("secretVersion", equalTo(1))
                    .body("hostKeys", hasSize(1))
                    .body("warnings", hasSize(0));

            checkUrl(url).body("reachable", equalTo(true)).body("credential", equalTo("deploy"));
            Api.asAdministrator()
                    .body(Map.of("name", "by-ssh", "source", Map.of("git", Map.of("url", url, "credential", "deploy"))))
                    .post(APPLICATIONS)
                    .then()
                    .statusCode(201)
                    .body("source.git.url", equalTo(url));
            refresh("by-ssh").body("tip.length()", equalTo(40)).body("reason", equalTo(null));
            String all = Api.asAdministrator().get(CREDENTIALS).asString();
            assertThat(all).contains(key).doesNotContain("PRIVATE");
        }
    }

    private static ValidatableResponse putSsh(String name, Map<String, Object> body) {
        return Api.asAdministrator().body(body).put(CREDENTIALS + name).then();
    }

    private static ValidatableResponse checkUrl(String url) {
        return Api.asAdministrator()
                .body(Map.of("git", Map.of("url", url)))
                .post("/api/v1/projects/" + PROJECT + "/source-checks")
                .then()
                .statusCode(200);
    }

    @Test
    void aPrivateRepositoryIsCheckedAndFetchedByUrlAndByName() {
        check(null)
                .body("reachable", equalTo(false))
                .body("reason", equalTo("SourceAuthenticationRequired"))
                .body("next", containsString("credential"));
        check("forge").body("reason", equalTo("SourceCredentialUnusable")).body("message", containsString("\"forge\""));
        put("forge", basic(forge.url(""), "canary-wrong")).statusCode(201);
        check("forge").body("reason", equalTo("SourceCredentialRejected")).body("message", containsString("\"forge\""));
        put("forge", basic(forge.url(""), CANARY)).statusCode(200).body("secretVersion", equalTo(2));

        check("forge").body("reachable", equalTo(true)).body("credential", equalTo("forge"));
        check(null).body("reachable", equalTo(true)).body("credential", equalTo("forge"));
        put("narrow", basic(forge.url("shop"), "canary-wrong")).statusCode(201);
        check(null).body("reason", equalTo("SourceCredentialRejected")).body("message", containsString("narrow"));
        check("forge").body("reachable", equalTo(true));
        create("private", "forge").statusCode(201).body("source.git.credential", equalTo("forge"));
        refresh("private").body("tip.length()", equalTo(40)).body("reason", equalTo(null));
    }

    private static ValidatableResponse refresh(String application) {
        return Api.asAdministrator()
                .post(APPLICATIONS + application + "/refresh?wait=done&timeout=PT1M")
                .then()
                .statusCode(200);
    }

    @Test
    void aSecretIsKeptWhileItsUrlStaysAndNeededAgainWhereItChanges() {
        Map<String, String> without = Map.of("type", "basic", "url", forge.url(""), "username", "ada");
        put("kept", without).statusCode(422).body("errors[0].field", equalTo("password"));
        put("kept", basic(forge.url(""), CANARY))
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("warnings", hasSize(1));
        put("kept", without).statusCode(200).header("ETag", "\"2\"").body("secretVersion", equalTo(1));
        check("kept").body("reachable", equalTo(true));
        put("kept", Map.of("type", "basic", "url", "https://elsewhere.example/", "username", "ada"))
                .statusCode(422)
                .body("errors[0].field", equalTo("password"));
        put("kept", Map.of("type", "token", "url", forge.url("")))
                .statusCode(422)
                .body("errors[0].field", equalTo("token"));

        Api.asAdministrator()
                .header("If-Match", "\"1\"")
                .body(without)
                .put(CREDENTIALS + "kept")
                .then()
                .statusCode(412);
        Api.asAdministrator()
                .header("If-None-Match", "\"2\"")
                .get(CREDENTIALS + "kept")
                .then()
                .statusCode(304);
        loops.run(sql -> sql.update("UPDATE credentials SET url = 'http://127.0.0.1/' WHERE name = 'kept'"));
        Api.asAdministrator()
                .body("{\"git\":{\"url\":\"http://127.0.0.1/a.git\",\"credential\":\"kept\"}}")
                .post("/api/v1/projects/" + PROJECT + "/source-checks")
                .then()
                .body("reason", equalTo("SourceCredentialUnusable"))
                .body("message", containsString("does not open"));
    }

    @Test
    void whatASourceNamesExistsFitsAndIsNotTakenFromUnderIt() {
        create("named", "absent")
                .statusCode(422)
                .body("code", equalTo("FIELD_INVALID"))
                .body("errors[0].field", equalTo("source.git.credential"))
                .body("next", containsString("/credentials/absent"));
        put("forge", basic("https://elsewhere.example/", CANARY)).statusCode(201);
        create("named", "forge").statusCode(422).body("detail", containsString("https://elsewhere.example/"));
        put("forge", basic(forge.url(""), CANARY)).statusCode(200);
        create("named", "forge").statusCode(201);

        Api.asAdministrator().get(CREDENTIALS + "forge").then().body("usedBy", contains("named"));
        Api.asAdministrator()
                .delete(CREDENTIALS + "forge")
                .then()
                .statusCode(409)
                .body("detail", containsString("named"))
                .body("next", notNullValue());
        put("forge", basic("https://elsewhere.example/", CANARY))
                .statusCode(409)
                .body("detail", containsString("named"));
        Api.asAdministrator()
                .header("If-Match", "*")
                .body(Map.of("source", Map.of("git", source(null))))
                .patch(APPLICATIONS + "named")
                .then()
                .statusCode(200);
        Api.asAdministrator().delete(CREDENTIALS + "forge").then().statusCode(204);
        Api.asAdministrator().delete(CREDENTIALS + "forge").then().statusCode(404);
    }

    @Test
    void membersSeeThemEditorsChangeThemAndOthersDoNotKnowThem() {
        RequestSpecification viewer = Api.asNewUser("credential-viewer");
        RequestSpecification stranger = Api.asNewUser("credential-stranger");
        Api.project(stranger, "credential-other");
        loops.run(sql -> sql.update("""
                INSERT INTO members (project_id, user_id, role) SELECT p.id, u.id, 'view' FROM projects p, users u
                WHERE p.name = ? AND u.name = 'credential-viewer'
                """, PROJECT));
        put("team", basic(forge.url(""), CANARY)).statusCode(201);

        viewer.get(CREDENTIALS + "team").then().statusCode(200).body("username", equalTo("ada"));
        viewer.get(CREDENTIALS).then().body("items.name", contains("team"));
        viewer.delete(CREDENTIALS + "team").then().statusCode(403);
        viewer.body(basic(forge.url(""), CANARY))
                .put(CREDENTIALS + "team")
                .then()
                .statusCode(403);
        stranger.get(CREDENTIALS + "team").then().statusCode(404);
        stranger.get("/api/v1/projects/credential-other/credentials").then().body("items", hasSize(0));
        stranger.body(Map.of("git", source("team")))
                .post("/api/v1/projects/credential-other/source-checks")
                .then()
                .body("reason", equalTo("SourceCredentialUnusable"));
    }

    @Test
    void theSecretIsNowhere() {
        List<String> logged = new CopyOnWriteArrayList<>();
        List<Logger> loggers = listening(logged);
        List<String> answers = new ArrayList<>();
        try {
            answers.add(put("forge", basic(forge.url(""), CANARY)).extract().asString());
            answers.add(Api.asAdministrator().get(CREDENTIALS).asString());
            answers.add(put("odd", Map.of("type", "token", "url", "http://h/", "token", CANARY + " " + CANARY))
                    .extract()
                    .asString());
            answers.add(put("odd", Map.of("type", "token", "url", "http://h/", "token", CANARY + "\0"))
                    .statusCode(400)
                    .extract()
                    .asString());
            answers.add(
                    check("forge").body("reachable", equalTo(true)).extract().asString());
            create("hidden", "forge").statusCode(201);
            answers.add(refresh("hidden").extract().asString());
            forge.status("shop", 500);
            answers.add(refresh("hidden").extract().asString());
            answers.add(Api.asAdministrator()
                    .get("/api/v1/projects/" + PROJECT + "/events")
                    .asString());
            answers.add(Api.asAdministrator().get("/api/v1/audit?limit=500").asString());
        } finally {
            loggers.forEach(CredentialsIT::asBefore);
        }
        assertThat(answers).noneMatch(CredentialsIT::tells);
        assertThat(answers.getLast()).contains(CREDENTIALS + "forge", "password");
        assertThat(logged).isNotEmpty().noneMatch(CredentialsIT::tells);
        assertThat(rows()).isNotEmpty().noneMatch(CredentialsIT::tells);
    }

    private static boolean tells(String text) {
        String shown = Base64.getEncoder().encodeToString(("ada:" + CANARY).getBytes(StandardCharsets.UTF_8));
        return text.contains("canary-") || text.contains(shown);
    }

    /// To everything that anybody could have logged with more words switched on; the test's own client apart.
    private static List<Logger> listening(List<String> logged) {
        List<Logger> loggers = List.of(Logger.getLogger("dev"), Logger.getLogger("org"));
        for (Logger logger : loggers) {
            logger.setLevel(Level.ALL);
            logger.setUseParentHandlers(false);
            logger.addHandler(new Handler() {
                @Override
                public void publish(LogRecord entry) {
                    if (!entry.getLoggerName().startsWith("org.apache.http.")) {
                        logged.add(new SimpleFormatter().format(entry));
                    }
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            });
        }
        return loggers;
    }

    private static void asBefore(Logger logger) {
        Arrays.stream(logger.getHandlers()).forEach(logger::removeHandler);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }

    /// Every row of every table, as text; bytes also as the characters that they would be.
    private List<String> rows() {
        return loops.transaction(sql -> {
            List<String> rows = new ArrayList<>();
            for (String table : sql.list(
                    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'", row -> row.text("tablename"))) {
                rows.addAll(sql.list("SELECT t::text AS line FROM " + table + " t", row -> row.text("line")));
            }
            rows.addAll(sql.list(
                    "SELECT encode(sealed, 'escape') AS line FROM credentials WHERE sealed IS NOT NULL",
                    row -> row.text("line")));
            return rows;
        });
    }
}

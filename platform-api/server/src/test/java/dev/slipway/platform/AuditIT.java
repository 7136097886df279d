package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.database.Database;
import dev.slipway.model.event.Bell;
import dev.slipway.platform.Operations.Operation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class AuditIT {
    private static final Set<Integer> NOT_UNDERSTOOD = Set.of(400, 405, 406, 413, 415, 422, 428);
    private static final String PASSWORD = "a password nobody guesses";

    private final Database loops;
    private final Database requests;
    private final Bell bell;

    AuditIT(@Named("loops") Database loops, @Named("requests") Database requests, Bell bell) {
        this.bell = bell;
        this.loops = loops;
        this.requests = requests;
    }

    /// Every operation that may change something, as the OpenAPI document tells them: one that is added later fails
    /// here until this test knows how to ask for it.
    @Test
    void everyMutatingOperationLeavesOneEntry() {
        RequestSpecification user = administrator("audited-user");
        String token = Api.token(user, "admin");
        Api.project(user, "audited");
        user.body("{\"name\":\"shop\",\"source\":{\"git\":{\"url\":\"https://127.0.0.1:9/none.git\"}}}")
                .post("/api/v1/projects/audited/applications")
                .then()
                .statusCode(201);
        release("audited", "shop");
        Api.application(user, "audited", "doomed");
        register("audited-node");
        List<String> wrong = new ArrayList<>();
        for (Operation operation : mutating()) {
            HttpResponse<String> answer = Operations.send(
                    operation.method(),
                    address(operation),
                    operation.path().equals("/api/v1/sessions")
                                    && operation.method().equals("POST")
                            ? null
                            : token,
                    operation.takesJson() ? body(operation) : null,
                    headers(operation));
            List<JsonNode> entries = entries(requestId(answer));
            if (NOT_UNDERSTOOD.contains(answer.statusCode())
                    || answer.statusCode() >= 500
                    || entries.size() != 1
                    || !entries.getFirst().path("outcome").asText().equals(outcome(answer.statusCode()))
                    || !entries.getFirst().path("operation").asText().equals(operation.toString())) {
                wrong.add(operation + ": " + answer.statusCode() + " " + answer.body() + " -> " + entries);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void release(String project, String application) {
        loops.run(sql -> sql.update("""
                INSERT INTO builds (project_id, application_id, number, trigger_kind, trigger_by, commit_id, deploy,
                                    state, image_id, builder, finished_at)
                SELECT p.id, a.id, 1000, 'manual', 'ada', 'c0ffee', false, 'succeeded', 'sha256:0', 'shell:1', now()
                FROM projects p JOIN applications a ON a.project_id = p.id WHERE p.name = ? AND a.name = ?
                """, project, application));
        bell.ring(Bell.Topic.RELEASES);
        String releases = "/api/v1/projects/" + project + "/applications/" + application + "/releases/1";
        await().until(() -> Api.asAdministrator().get(releases).statusCode() == 200);
    }

    /// What removes the ground under the others comes last.
    private static List<Operation> mutating() {
        return Operations.read().all().stream()
                .filter(operation -> !operation.method().equals("GET"))
                .sorted(Comparator.comparing(AuditIT::destructive))
                .toList();
    }

    private static int destructive(Operation operation) {
        if (operation.path().endsWith("/me/password")) {
            return 3;
        }
        if (!operation.method().equals("DELETE")) {
            return 0;
        }
        return operation.path().equals("/api/v1/projects/{project}") ? 2 : 1;
    }

    private static String address(Operation operation) {
        return operation
                .path()
                .replace("{project}", "audited")
                .replace("{application}", operation.method().equals("DELETE") ? "doomed" : "shop")
                .replaceAll("\\{(id|instance)}", "00000000-0000-0000-0000-000000000000")
                .replaceAll("\\{(number|version|release)}", "1")
                .replace("{node}", "audited-node")
                .replace("{host}", "registry.example.org")
                .replaceAll("\\{[a-zA-Z]+}", "none");
    }

    private static Map<String, String> headers(Operation operation) {
        return operation.path().equals("/api/v1/sessions") && operation.method().equals("POST")
                ? Map.of(
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        basic("audited-user", "a long enough password"))
                : Map.of("Content-Type", "application/json", "If-Match", "*");
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String body(Operation operation) {
        return switch (operation.toString().replace("/api/v1", "")) {
            case "POST /projects" -> "{\"name\":\"audited-too\"}";
            case "POST /projects/{project}/applications" -> "{\"name\":\"shop-too\",\"source\":{\"push\":{}}}";
            case "POST /projects/{project}/routes" ->
                "{\"host\":\"audited.example.org\",\"targets\":[{\"application\":\"shop\"}]}";
            case "PUT /projects/{project}/routes/{route}" -> "{\"targets\":[{\"application\":\"shop\"}]}";
            case "PUT /projects/{project}/credentials/{name}" ->
                "{\"type\":\"token\",\"url\":\"https://git.example.org/\",\"token\":\"canary-4712\"}";
            case "POST /projects/{project}/source-checks" -> "{\"git\":{\"url\":\"https://127.0.0.1:9/none.git\"}}";
            case "POST /projects/{project}/applications/{application}/deployments" -> "{\"release\":1}";
            case "POST /projects/{project}/applications/{application}/webhooks" -> "{\"sender\":\"github\"}";
            case "POST /builders" -> "{\"name\":\"audited\",\"images\":[{\"version\":\"1\",\"image\":\"audited:1\"}]}";
            case "PUT /builders/{name}" -> "{\"images\":[{\"version\":\"1\",\"image\":\"audited:1\"}]}";
            case "PUT /registries/{host}" -> "{\"username\":\"puller\",\"password\":\"" + PASSWORD + "\"}";
            case "POST /tokens" -> "{\"name\":\"made\",\"scopes\":[\"read\"]}";
            case "POST /users" -> "{\"name\":\"audited-more\",\"password\":\"" + PASSWORD + "\"}";
            case "PUT /me/password" -> "{\"current\":\"a long enough password\",\"password\":\"" + PASSWORD + "\"}";
            case "PUT /projects/{project}/applications/{application}/scale" -> "{\"replicas\":2}";
            default -> operation.path().endsWith("/environment") ? "{\"variables\":[]}" : "{}";
        };
    }

    private static String outcome(int status) {
        return status < 400 ? "done" : "refused";
    }

    private static String requestId(HttpResponse<String> answer) {
        return answer.headers().firstValue("X-Request-Id").orElseThrow();
    }

    private static List<JsonNode> entries(String requestId) {
        List<JsonNode> found = new ArrayList<>();
        all().forEach(entry -> {
            if (entry.path("requestId").asText().equals(requestId)) {
                found.add(entry);
            }
        });
        return found;
    }

    private static JsonNode all() {
        try {
            return new ObjectMapper()
                    .readTree(
                            Api.asAdministrator().get("/api/v1/audit?limit=500").asString())
                    .path("items");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RequestSpecification administrator(String name) {
        RequestSpecification user = Api.asNewUser(name);
        Api.asAdministrator()
                .body("{\"admin\":true}")
                .patch("/api/v1/users/" + name)
                .then()
                .statusCode(200);
        return user;
    }

    private static void register(String node) {
        RestAssured.given()
                .header("Authorization", "Bearer node-credential-of-this-test")
                .contentType("application/json")
                .body("{\"cpuMillis\":1000,\"memoryBytes\":1073741824,\"engine\":\"memory\",\"agentVersion\":\"1\","
                        + "\"builders\":[]}")
                .put("/node/v1/nodes/" + node)
                .then()
                .statusCode(200);
    }

    /// xmin is the transaction that wrote a row.
    @Test
    void theEntryIsOfTheTransactionOfItsEffect() {
        register("one-transaction");
        Api.asNewUser("in-one");
        Api.project(Api.asAdministrator(), "in-one");
        Api.application(Api.asAdministrator(), "in-one", "web");
        Api.asAdministrator().put("/api/v1/nodes/one-transaction/cordon").then().statusCode(200);

        assertThat(transaction("users", "name = 'in-one'")).isEqualTo(transactionOfEntry("/api/v1/users/in-one"));
        assertThat(transaction("projects", "name = 'in-one'")).isEqualTo(transactionOfEntry("/api/v1/projects/in-one"));
        assertThat(transaction(
                        "applications",
                        "name = 'web' AND project_id = (SELECT id FROM projects WHERE name = 'in-one')"))
                .isEqualTo(transactionOfEntry("/api/v1/projects/in-one/applications/web"));
        assertThat(transaction("nodes", "name = 'one-transaction'"))
                .isEqualTo(transactionOfEntry("/api/v1/nodes/one-transaction/cordon"));
    }

    private String transactionOfEntry(String subject) {
        return transaction("audit_events", "outcome = 'done' AND subject = '" + subject + "'");
    }

    private String transaction(String table, String where) {
        return loops.transaction(
                sql -> sql.first("SELECT xmin::text AS made FROM " + table + " WHERE " + where, row -> row.text("made"))
                        .orElseThrow());
    }

    @Test
    void whatWasRefusedIsToldAndHadNoEffect() {
        RequestSpecification user = Api.asNewUser("refused-user");
        String reader = Api.token(user, "read");
        HttpResponse<String> forbidden =
                Operations.send("POST", "/api/v1/projects", reader, "{\"name\":\"refused-one\"}", json());
        HttpResponse<String> notAdministrator =
                Operations.send("GET", "/api/v1/users", Api.token(user, "admin"), null, Map.of());

        JsonNode entry = entries(requestId(forbidden)).getFirst();
        assertThat(entry.path("outcome").asText()).isEqualTo("refused");
        assertThat(entry.path("code").asText()).isEqualTo("FORBIDDEN");
        assertThat(entry.path("user").asText()).isEqualTo("refused-user");
        assertThat(entry.path("method").asText()).isEqualTo("token");
        assertThat(entry.path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(entries(requestId(notAdministrator))).hasSize(1);
        Api.asAdministrator().get("/api/v1/projects/refused-one").then().statusCode(404);
    }

    private static Map<String, String> json() {
        return Map.of("Content-Type", "application/json");
    }

    @Test
    void aFailedSignInIsToldWithTheNameThatWasTried() {
        String id = RestAssured.given()
                .auth()
                .preemptive()
                .basic("somebody", PASSWORD)
                .contentType("application/json")
                .body("{}")
                .post("/api/v1/sessions")
                .then()
                .statusCode(401)
                .extract()
                .header("X-Request-Id");

        JsonNode entry = entries(id).getFirst();
        assertThat(entry.path("user").asText()).isEqualTo("somebody");
        assertThat(entry.path("method").asText()).isEqualTo("none");
        assertThat(entry.path("code").asText()).isEqualTo("UNAUTHENTICATED");
        assertThat(RestAssured.get("/api/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void namesAreKeptAndSecretsAreNot() {
        Api.project(Api.asAdministrator(), "discreet");
        Api.application(Api.asAdministrator(), "discreet", "web");
        Api.asAdministrator()
                .header("If-Match", "*")
                .body("{\"variables\":[{\"name\":\"API_KEY\",\"value\":\"canary-4711\",\"secret\":true}]}")
                .patch("/api/v1/projects/discreet/applications/web/environment")
                .then()
                .statusCode(200);
        String token = Api.asAdministrator()
                .body("{\"name\":\"canary\",\"scopes\":[\"read\"]}")
                .post("/api/v1/tokens")
                .path("token");
        Api.asAdministrator().delete("/api/v1/tokens/" + token);

        String log = all().toString();
        assertThat(log).contains("variables.API_KEY", "/api/v1/tokens/canary");
        assertThat(log).doesNotContain("canary-4711", token, PASSWORD, Api.administratorToken());
    }

    @Test
    void aRepeatedRequestIsToldAsOne() {
        String key = "audit-repeated";
        for (int i = 0; i < 2; i++) {
            Api.asAdministrator()
                    .header("Idempotency-Key", key)
                    .body("{\"name\":\"repeated-audit\"}")
                    .post("/api/v1/projects")
                    .then()
                    .statusCode(201);
        }

        assertThat(Api.asAdministrator()
                        .get("/api/v1/audit?project=repeated-audit")
                        .jsonPath()
                        .getList("items.outcome"))
                .containsExactly("repeated", "done");
    }

    @Test
    void itIsReadInPagesByAdministratorsOnly() {
        RequestSpecification user = administrator("paged-auditor");
        for (int i = 0; i < 3; i++) {
            Api.project(user, "paged-" + i);
        }

        var first = Api.asAdministrator()
                .get("/api/v1/audit?user=paged-auditor&kind=projects&limit=2")
                .jsonPath();
        assertThat(first.getList("items.project")).containsExactly("paged-2", "paged-1");
        assertThat(Api.asAdministrator()
                        .get("/api/v1/audit?user=paged-auditor&kind=projects&limit=2&cursor=" + first.getString("next"))
                        .jsonPath()
                        .getList("items.project"))
                .containsExactly("paged-0");
        assertThat(Api.asAdministrator()
                        .get("/api/v1/audit?user=paged-auditor&until=" + first.getString("items[1].time"))
                        .jsonPath()
                        .getList("items.project"))
                .contains("paged-0")
                .doesNotContain("paged-1");
        Api.asNewUser("no-auditor").get("/api/v1/audit").then().statusCode(403);
        Api.asAdministrator().get("/api/v1/audit?outcome=x").then().statusCode(422);
        Api.asAdministrator().get("/api/v1/audit?since=x").then().statusCode(422);
    }

    @Test
    void nobodyChangesWhatIsThere() {
        for (Database database : List.of(loops, requests)) {
            for (String change : List.of("UPDATE audit_events SET user_name = 'other'", "DELETE FROM audit_events")) {
                assertThatThrownBy(() -> database.run(sql -> sql.update(change)))
                        .rootCause()
                        .hasMessageContaining("permission denied");
            }
        }
    }
}

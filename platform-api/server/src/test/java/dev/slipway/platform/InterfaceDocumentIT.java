package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.platform.Operations.Operation;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The OpenAPI document against the interface it describes.
@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class InterfaceDocumentIT {
    private static final int ROUNDS = 8;

    @Test
    void everyOperationIsSummarizedAndTellsItsAnswersAndProblems() {
        assertThat(Operations.read().all()).hasSizeGreaterThan(50).allSatisfy(operation -> {
            assertThat(operation.told().path("summary").asText())
                    .as("%s", operation)
                    .isNotBlank();
            if (!operation.path().equals("/api/v1")) {
                assertThat(operation.documents(401)).as("%s", operation).isTrue();
                assertThat(operation.documents(403)).as("%s", operation).isTrue();
            }
        });
    }

    /// A few hundred requests made of the document with values that make no sense: each is refused in the
    /// documented form or does what it says, none breaks the platform.
    @Test
    void nonsenseIsRefusedInTheDocumentedForm() {
        String token = Api.token(administrator("fuzzer"));
        Api.project(Api.with(token), "fuzzed");
        Api.application(Api.with(token), "fuzzed", "shop");
        Operations operations = Operations.read();
        Nonsense nonsense = new Nonsense(operations, new Random(20261121));
        List<String> wrong = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Operation operation : operations.all()) {
                String address = nonsense.address(operation);
                String body = nonsense.body(operation);
                HttpResponse<String> answer =
                        Operations.send(operation.method(), address, token, body, nonsense.headers(operation));
                if (!acceptable(operation, answer)) {
                    wrong.add(operation + " as " + address + " with " + body + ": " + answer.statusCode() + " "
                            + answer.body());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean acceptable(Operation operation, HttpResponse<String> answer) {
        int status = answer.statusCode();
        String type = answer.headers().firstValue("Content-Type").orElse("");
        return status < 500
                && operation.documents(status)
                && (status < 400 || type.startsWith("application/problem+json"));
    }

    private static RequestSpecification administrator(String name) {
        RequestSpecification caller = Api.asNewUser(name);
        Api.asAdministrator()
                .body("{\"admin\":true}")
                .patch("/api/v1/users/" + name)
                .then()
                .statusCode(200);
        return caller;
    }

    /// What a token's scope does not reach is refused before it has an effect; what it reaches is not refused for
    /// it.
    @Test
    void scopesReachAsFarAsTheyShall() {
        String[] scopes = {"read", "deploy", "write", "admin"};
        RequestSpecification user = administrator("scoped-user");
        Api.project(user, "scopes");
        Api.application(user, "scopes", "shop");
        List<String> wrong = new ArrayList<>();
        for (int scope = 0; scope < scopes.length; scope++) {
            String token = user.body("{\"name\":\"" + scopes[scope] + "\",\"scopes\":[\"" + scopes[scope] + "\"]}")
                    .post("/api/v1/tokens")
                    .path("token");
            for (Operation operation : ofTokens()) {
                HttpResponse<String> answer = Operations.send(
                        operation.method(),
                        address(operation),
                        token,
                        operation.takesJson() ? body(operation) : null,
                        Map.of("Content-Type", "application/json", "If-Match", "\"999\""));
                boolean refused = answer.statusCode() == 403 && answer.body().contains("scope");
                boolean reaches = scope >= needed(operation);
                boolean invalid =
                        answer.statusCode() == 400 || answer.statusCode() == 415 || answer.statusCode() == 422;
                if (reaches ? refused : !refused && !invalid) {
                    wrong.add(scopes[scope] + ": " + operation + ": " + answer.statusCode() + " " + answer.body());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// A session begins with a password and with nothing else.
    private static List<Operation> ofTokens() {
        return Operations.read().all().stream()
                .filter(operation -> !operation.toString().equals("POST /api/v1/sessions"))
                .toList();
    }

    /// The table of scopes: 0 read, 1 deploy, 2 write, 3 admin.
    private static int needed(Operation operation) {
        String path = operation.path();
        if (path.matches("/api/v1/(users|nodes|audit|registries)(/.*)?|.*/(me/password|dockerfile-builds)")) {
            return 3;
        }
        if (operation.method().equals("GET")) {
            return 0;
        }
        if (path.matches("/api/v1/builders(/.*)?")) {
            return 3;
        }
        boolean deploying = path.matches(".*/(builds|deployments)(/.*)?")
                || path.matches(".*/(scale|restart|refresh|idle|replay|sessions/current)");
        return deploying ? 1 : 2;
    }

    private static String address(Operation operation) {
        return operation
                .path()
                .replace("{project}", "scopes")
                .replace("{application}", "shop")
                .replaceAll("\\{(id|instance)}", "00000000-0000-0000-0000-000000000000")
                .replaceAll("\\{(number|version|release)}", "1")
                .replaceAll("\\{[a-zA-Z]+}", "none");
    }

    /// Something an operation takes, as far as its scope is asked for after its form; nothing changes by it.
    private static String body(Operation operation) {
        return switch (operation.toString().replace("/api/v1", "")) {
            case "POST /projects" -> "{\"name\":\"scopes\"}";
            case "POST /projects/{project}/applications" -> "{\"name\":\"shop\",\"source\":{\"push\":{}}}";
            case "POST /projects/{project}/routes" ->
                "{\"host\":\"scopes.example.org\",\"targets\":[{\"application\":\"none\"}]}";
            case "POST /projects/{project}/applications/{application}/deployments" -> "{\"release\":1}";
            case "POST /projects/{project}/applications/{application}/webhooks" -> "{\"sender\":\"none\"}";
            case "POST /tokens" -> "{\"name\":\"none\",\"scopes\":[\"read\"]}";
            case "PUT /projects/{project}/applications/{application}/scale" -> "{\"replicas\":1}";
            default -> operation.path().endsWith("/environment") ? "{\"variables\":[]}" : "{}";
        };
    }
}

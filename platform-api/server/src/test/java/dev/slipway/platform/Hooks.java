package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.platform.webhook.Payloads;
import io.restassured.path.json.JsonPath;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A webhook of the tests, with the sender that knows its secret.
record Hooks(String application, String sender, String id, String secret) {
    static final String SOURCE = "http://127.0.0.1:1/ada/shop";
    static final Payloads PUSH = Payloads.of(SOURCE);

    /// An application of a Git URL that nobody answers at, in a project of its own, with a webhook.
    static Hooks of(String application, String sender) {
        return of(application, sender, "{\"git\":{\"url\":\"" + SOURCE + ".git\"}}");
    }

    static Hooks of(String application, String sender, String source) {
        Api.project(Api.asAdministrator(), "hooked-" + application);
        Api.asAdministrator()
                .body("{\"name\":\"" + application + "\",\"source\":" + source + "}")
                .post("/api/v1/projects/hooked-" + application + "/applications")
                .then()
                .statusCode(201);
        return more(application, sender);
    }

    static Hooks more(String application, String sender) {
        Map<String, Object> made = Api.asAdministrator()
                .body("{\"sender\":\"" + sender + "\"}")
                .post(of(application) + "/webhooks")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getMap("");
        return new Hooks(
                application,
                sender,
                made.get("id").toString(),
                made.get("secret").toString());
    }

    Hooks with(String otherSecret) {
        return new Hooks(application, sender, id, otherSecret);
    }

    static String of(String application) {
        return "/api/v1/projects/hooked-" + application + "/applications/" + application;
    }

    String address() {
        return of(application) + "/webhooks/" + id;
    }

    String builds() {
        return of(application) + "/builds";
    }

    void change(String body) {
        Api.asAdministrator().body(body).patch(address()).then().statusCode(200).body("secret", nullValue());
    }

    int countBuilds() {
        return Api.asAdministrator().get(builds()).jsonPath().getList("items").size();
    }

    HttpResponse<String> push(String text) {
        return deliver(event("push"), text, signed(text, UUID.randomUUID().toString()));
    }

    HttpResponse<String> deliver(String event, String text, Map<String, String> proof) {
        Map<String, String> headers = new HashMap<>(proof);
        headers.putIfAbsent("Content-Type", "application/json");
        headers.put(eventHeader(), event);
        return Operations.send("POST", "/hooks/" + id, null, text, headers);
    }

    String event(String github) {
        return switch (sender) {
            case "gitlab" -> "Push Hook";
            case "bitbucket" -> "repo:push";
            case "bitbucket-server" -> "repo:refs_changed";
            default -> github;
        };
    }

    private String eventHeader() {
        return switch (sender) {
            case "github" -> "X-GitHub-Event";
            case "gitlab" -> "X-Gitlab-Event";
            case "gitea" -> "X-Gitea-Event";
            case "generic" -> "Slipway-Event";
            default -> "X-Event-Key";
        };
    }

    /// The headers of a sender that knows the secret; no id where delivery is null.
    Map<String, String> signed(String text, String delivery) {
        Map<String, String> headers = new HashMap<>();
        switch (sender) {
            case "github" -> headers.put("X-Hub-Signature-256", "sha256=" + signature(text));
            case "gitlab" -> headers.put("X-Gitlab-Token", secret);
            case "gitea" -> headers.put("X-Gitea-Signature", signature(text));
            case "generic" -> headers.put("Authorization", "Bearer " + secret);
            default -> headers.put("X-Hub-Signature", "sha256=" + signature(text));
        }
        if (delivery != null) {
            headers.put(deliveryHeader(), delivery);
        }
        return headers;
    }

    private String deliveryHeader() {
        return switch (sender) {
            case "github" -> "X-GitHub-Delivery";
            case "gitlab" -> "X-Gitlab-Event-UUID";
            case "gitea" -> "X-Gitea-Delivery";
            case "generic" -> "Slipway-Delivery";
            case "bitbucket" -> "X-Request-UUID";
            default -> "X-Request-Id";
        };
    }

    String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonPath json(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonPath.from(answer.body());
    }

    /// "queued BranchPushed"
    static String decided(HttpResponse<String> answer) {
        JsonPath told = json(answer, 200);
        return told.getString("decision") + " " + told.getString("reason");
    }
}

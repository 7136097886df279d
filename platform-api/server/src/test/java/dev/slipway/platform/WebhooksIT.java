package dev.slipway.platform;

import static dev.slipway.platform.Hooks.PUSH;
import static dev.slipway.platform.Hooks.decided;
import static dev.slipway.platform.Hooks.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.slipway.database.Database;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Webhooks as their application's members manage them.
@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class WebhooksIT {
    private final Database loops;

    @Inject
    WebhooksIT(@Named("loops") Database loops) {
        this.loops = loops;
    }

    @Test
    void aSecretIsReplacedWithoutAGap() {
        Hooks before = Hooks.of("rotated", "gitlab");
        Hooks after = rotated(before, "{\"overlap\":\"PT1H\"}");

        assertThat(after.secret()).isNotEqualTo(before.secret());
        assertThat(decided(before.push(PUSH.text("gitlab-push")))).isEqualTo("queued BranchPushed");
        assertThat(decided(after.push(PUSH.text("gitlab-push")))).isEqualTo("queued BranchPushed");
        loops.run(sql ->
                sql.update("UPDATE webhooks SET previous_until = now() WHERE id = ?", UUID.fromString(before.id())));
        json(before.push(PUSH.text("gitlab-push")), 401);
        assertThat(decided(after.push(PUSH.text("gitlab-push")))).isEqualTo("queued BranchPushed");
        Hooks last = rotated(after, "{\"overlap\":\"PT0S\"}");
        json(after.push(PUSH.text("gitlab-push")), 401);
        assertThat(decided(last.push(PUSH.text("gitlab-push")))).isEqualTo("queued BranchPushed");
        Api.asAdministrator()
                .body("{\"overlap\":\"P8D\"}")
                .post(last.address() + "/rotation")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("overlap"));
    }

    private static Hooks rotated(Hooks hook, String body) {
        return hook.with(Api.asAdministrator()
                .body(body)
                .post(hook.address() + "/rotation")
                .then()
                .statusCode(201)
                .body("secret", notNullValue())
                .extract()
                .path("secret"));
    }

    @Test
    void deliveriesAreKeptAndDecidedAgainWithThePresentSettings() {
        Hooks hook = Hooks.of("inbox", "github");
        hook.push(PUSH.branch("next").text("github-push"));
        hook.push(PUSH.text("github-deleted"));
        String inbox = hook.address() + "/deliveries";

        Api.asAdministrator()
                .get(inbox)
                .then()
                .body("items.number", equalTo(List.of(2, 1)))
                .body("items.reason", equalTo(List.of("RefDeleted", "BranchMismatch")))
                .body("items[1].facts", nullValue())
                .body("items[1].replayOf", nullValue());
        Api.asAdministrator()
                .get(inbox + "/1")
                .then()
                .body("facts.changes[0].name", equalTo("next"))
                .body("facts.changes[0].paths", hasSize(3))
                .body("delivery", notNullValue());
        Api.asAdministrator()
                .header("If-Match", "*")
                .body("{\"source\":{\"git\":{\"url\":\"" + Hooks.SOURCE + ".git\",\"ref\":\"next\"}}}")
                .patch(Hooks.of("inbox"))
                .then()
                .statusCode(200);
        Api.asAdministrator()
                .post(inbox + "/1/replay")
                .then()
                .statusCode(200)
                .body("number", equalTo(3))
                .body("replayOf", equalTo(1))
                .body("replayedBy", equalTo("admin"))
                .body("decision", equalTo("queued"))
                .body("build", equalTo(2));
        Api.asAdministrator().post(inbox + "/9/replay").then().statusCode(404);
    }

    @Test
    void theOldestDeliveriesOfAnApplicationAreForgotten() {
        Hooks one = Hooks.of("forgetful", "generic");
        Hooks other = Hooks.more("forgetful", "generic");
        one.deliver("ping", "", one.signed("", "1"));
        for (int i = 0; i < 20; i++) {
            other.deliver("ping", "", other.signed("", "1"));
        }

        Api.asAdministrator().get(one.address() + "/deliveries").then().body("items", hasSize(0));
        Api.asAdministrator().get(other.address() + "/deliveries").then().body("items", hasSize(20));
        Api.asAdministrator().get(one.address()).then().body("lastDelivery", equalTo(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"sender\":\"gitolite\"} | sender",
                "{} | sender",
                "{\"sender\":\"github\",\"name\":\" \"} | name",
                "{\"sender\":\"github\",\"paths\":[\"web\",\"/web\"]} | paths[1]",
                "{\"sender\":\"github\",\"tags\":[\"!\"]} | tags[0]",
                "{\"sender\":\"github\",\"repository\":\"shop\"} | repository"
            })
    void whatIsSaidOfAWebhookIsChecked(String body, String field) {
        String name = "checked-" + Integer.toHexString(body.hashCode());
        Hooks.of(name, "github");

        Api.asAdministrator()
                .body(body)
                .post(Hooks.of(name) + "/webhooks")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo(field));
    }

    @Test
    void aWebhookIsOfItsProjectAndItsSecretIsShownOnce() {
        Hooks hook = Hooks.of("secretive", "github");
        hook.push(PUSH.text("github-push"));
        var stranger = Api.asNewUser("hook-stranger");

        for (String address :
                List.of(hook.address(), hook.address() + "/deliveries", hook.address() + "/deliveries/1")) {
            stranger.get(address).then().statusCode(404);
            assertThat(Api.asAdministrator()
                            .get(address)
                            .then()
                            .statusCode(200)
                            .extract()
                            .asString())
                    .doesNotContain(hook.secret());
        }
        stranger.post(hook.address() + "/deliveries/1/replay").then().statusCode(404);
        stranger.post(hook.address() + "/rotation").then().statusCode(404);
        Hooks other = Hooks.of("secretive-too", "github");
        Api.asAdministrator()
                .get(hook.address().replace("secretive/", "secretive-too/"))
                .then()
                .statusCode(404);
        assertThat(rows()).doesNotContain(hook.secret(), other.secret());
        Api.asAdministrator().delete(hook.address()).then().statusCode(204);
        Api.asAdministrator().get(hook.address()).then().statusCode(404);
        json(hook.push(PUSH.text("github-push")), 401);
    }

    private String rows() {
        return loops.transaction(sql -> String.join(
                "\n",
                sql.list(
                        "SELECT w::text || encode(sealed, 'escape') AS row FROM webhooks w"
                                + " UNION ALL SELECT a::text FROM audit_events a",
                        row -> row.text("row"))));
    }
}

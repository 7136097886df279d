package dev.slipway.platform;

import static dev.slipway.platform.Hooks.PUSH;
import static dev.slipway.platform.Hooks.decided;
import static dev.slipway.platform.Hooks.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.slipway.database.Database;
import dev.slipway.platform.webhook.Payloads;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Deliveries as senders send them. No build queue runs here, so builds stay as they were queued unless a test says
/// what
/// became of them.
@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class HookDeliveriesIT {
    private final Database loops;

    @Inject
    HookDeliveriesIT(@Named("loops") Database loops) {
        this.loops = loops;
    }

    @ParameterizedTest
    @ValueSource(strings = {"github", "gitlab", "gitea", "bitbucket", "generic"})
    void aProvedPushIsBuiltOnce(String sender) {
        Hooks hook = Hooks.of("once-" + sender, sender);
        String text = PUSH.text(sender + "-push");
        hook.change("{\"name\":\"the forge\"}");
        refreshed(hook, "main");
        JsonPath told = json(hook.deliver(hook.event("push"), text, hook.signed(text, "first")), 200);

        assertThat(told.getString("decision")).isEqualTo("queued");
        assertThat(told.getString("reason")).isEqualTo("BranchPushed");
        assertThat(told.getInt("build")).isEqualTo(2);
        assertThat(told.getInt("delivery")).isEqualTo(1);
        Api.asAdministrator()
                .get(hook.builds() + "/2")
                .then()
                .body("state", equalTo("queued"))
                .body("trigger.kind", equalTo("webhook"))
                .body("trigger.by", equalTo("the forge"));
        JsonPath again = json(hook.deliver(hook.event("push"), text, hook.signed(text, "first")), 409);
        assertThat(again.getString("code")).isEqualTo("CONFLICT");
        assertThat(again.getString("next")).contains("replay");
        refusesWhatIsNotProved(hook, text);
        assertThat(hook.countBuilds()).isEqualTo(2);
    }

    private static void refusesWhatIsNotProved(Hooks hook, String text) {
        Hooks stranger = hook.with("slw_wrong");
        json(hook.deliver(hook.event("push"), text, stranger.signed(text, "second")), 401);
        json(hook.deliver(hook.event("push"), text, Map.of()), 401);
        if (!hook.sender().equals("gitlab") && !hook.sender().equals("generic")) {
            json(hook.deliver(hook.event("push"), text + " ", hook.signed(text, "third")), 401);
        }
    }

    /// What the last refresh found of the source. One that is under way may have made the row.
    private void refreshed(Hooks hook, String head) {
        loops.run(sql -> sql.update("""
                INSERT INTO mirrors (application_id, project_id, url, default_branch)
                SELECT application_id, project_id, ?, ? FROM webhooks WHERE id = ?
                ON CONFLICT (application_id) DO UPDATE SET url = excluded.url, default_branch = excluded.default_branch
                """, Hooks.SOURCE + ".git", head, UUID.fromString(hook.id())));
    }

    @Test
    void bitbucketServerIsLookedAtWhereItsHeadIsNotKnown() {
        Hooks hook = Hooks.of("server", "bitbucket-server");
        String text = PUSH.text("bitbucket-server-push");

        assertThat(decided(hook.push(text))).isEqualTo("refreshing HeadUnknown");
        loops.run(sql -> sql.update(
                "DELETE FROM mirrors WHERE application_id = " + "(SELECT application_id FROM webhooks WHERE id = ?)",
                UUID.fromString(hook.id())));
        refreshed(hook, "main");
        assertThat(decided(hook.push(text + " "))).isEqualTo("queued BranchPushed");
        refusesWhatIsNotProved(hook, text);
        assertThat(decided(hook.deliver(
                        "diagnostics:ping",
                        PUSH.text("bitbucket-server-ping"),
                        hook.signed(PUSH.text("bitbucket-server-ping"), null))))
                .isEqualTo("pong Ping");
    }

    @Test
    void whatIsNotThereNotOpenOrNotProvedIsAnsweredTheSame() {
        Hooks hook = Hooks.of("same", "github");
        Hooks deleted = Hooks.of("same-deleted", "github");
        Hooks disabled = Hooks.of("same-disabled", "github");
        disabled.change("{\"enabled\":false}");
        Api.asAdministrator()
                .header("If-Match", "*")
                .delete(Hooks.of("same-deleted"))
                .then()
                .statusCode(202);
        Hooks unknown = new Hooks("same", "github", UUID.randomUUID().toString(), hook.secret());
        Hooks noId = new Hooks("same", "github", "nonsense", hook.secret());

        List<String> answers = new ArrayList<>();
        for (Hooks one : List.of(hook.with("slw_wrong"), deleted, disabled, unknown, noId)) {
            HttpResponse<String> answer = one.push(PUSH.text("github-push"));
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
            answers.add(answer.body().replaceAll("\"requestId\":\"[^\"]*\"", ""));
        }
        assertThat(answers).containsOnly(answers.getFirst());
        told(hook, "SignatureWrong", 1);
        told(disabled, "Disabled", 1);
        hook.deliver("push", "{}", Map.of());
        told(hook, "SignatureMissing", 2);
        disabled.change("{\"enabled\":true}");
        assertThat(decided(disabled.push(PUSH.text("github-push")))).isEqualTo("queued BranchPushed");
    }

    private static void told(Hooks hook, String why, int count) {
        Api.asAdministrator()
                .get(hook.address())
                .then()
                .body("refused.why", equalTo(why))
                .body("refused.count", equalTo(count))
                .body("lastDelivery", equalTo(0));
    }

    @Test
    void aBodyIsNotTakenTwiceUnderOtherIdsNorWithoutOne() throws InterruptedException {
        Hooks hook = Hooks.of("replayed", "github");
        String text = PUSH.text("github-push");

        assertThat(Parallel.statuses(
                        8,
                        i -> hook.deliver("push", text, hook.signed(text, "id-" + i))
                                .statusCode()))
                .containsOnlyOnce(200)
                .allMatch(status -> status == 200 || status == 409);
        json(hook.deliver("push", text, hook.signed(text, null)), 409);
        age(hook, "body", "11 minutes");
        json(hook.deliver("push", text, hook.signed(text, null)), 200);
        Hooks generic = Hooks.more("replayed", "generic");
        json(generic.deliver("", "{}", generic.signed("{}", null)), 200);
        json(generic.deliver("", "{}", generic.signed("{}", null)), 200);
        Map<String, String> signature = Map.of("X-Hub-Signature-256", "sha256=" + generic.signature("{}"));
        json(generic.deliver("", "{}", signature), 200);
        json(generic.deliver("", "{}", signature), 409);
        json(generic.deliver("", "{}", generic.signed("{}", "of its own")), 200);
        json(generic.deliver("", "{}", generic.signed("{}", "of its own")), 409);
        age(generic, "delivery", "6 days");
        json(generic.deliver("", "{}", generic.signed("{}", "of its own")), 409);
        age(generic, "delivery", "8 days");
        json(generic.deliver("", "{}", generic.signed("{}", "of its own")), 200);
    }

    private void age(Hooks hook, String kind, String age) {
        loops.run(sql -> sql.update(
                "UPDATE webhook_receipts SET received_at = now() - ?::interval WHERE webhook_id = ? AND kind = ?",
                age,
                UUID.fromString(hook.id()),
                kind));
    }

    @Test
    void theAnswerSaysWhyNothingIsBuilt() {
        Hooks hook = Hooks.of("why", "github");

        assertThat(decided(hook.deliver("ping", PUSH.text("github-ping"), hook.signed(PUSH.text("github-ping"), "p"))))
                .isEqualTo("pong Ping");
        assertThat(decided(hook.push(PUSH.branch("next").text("github-push")))).isEqualTo("skipped BranchMismatch");
        assertThat(decided(hook.push(PUSH.text("github-deleted")))).isEqualTo("skipped RefDeleted");
        assertThat(decided(hook.push(PUSH.branch("v1").text("github-tag")))).isEqualTo("skipped TagMismatch");
        assertThat(decided(hook.push(PUSH.message("Typo [skip ci]").text("github-push"))))
                .isEqualTo("skipped SkipAsked");
        assertThat(decided(hook.push(Payloads.of("http://127.0.0.1:1/eve/shop").text("github-push"))))
                .isEqualTo("skipped RepositoryMismatch");
        String pull = PUSH.text("github-pull-request");
        assertThat(decided(hook.deliver("pull_request", pull, hook.signed(pull, "pull"))))
                .isEqualTo("skipped PullRequestsOff");
        assertThat(decided(hook.deliver("issues", "{}", hook.signed("{}", "issue"))))
                .isEqualTo("skipped EventNotUsed");
        assertThat(hook.countBuilds()).isEqualTo(1);
        Hooks pushed = Hooks.of("why-pushed", "github", "{\"push\":{}}");
        JsonPath told = json(pushed.push(PUSH.text("github-push")), 200);
        assertThat(told.getString("reason")).isEqualTo("SourceIsPushed");
        assertThat(told.getString("next")).contains("gitUrl");
        assertThat(pushed.countBuilds()).isZero();
    }

    @Test
    void aCommitThatIsBuiltAlreadyIsSkipped() {
        Hooks hook = Hooks.of("built", "github");
        loops.run(sql -> sql.update("""
                UPDATE builds SET state = 'succeeded', commit_id = ?, resolved = true
                WHERE application_id = (SELECT application_id FROM webhooks WHERE id = ?)
                """, Payloads.COMMIT, UUID.fromString(hook.id())));

        JsonPath told = json(hook.push(PUSH.text("github-push")), 200);
        assertThat(told.getString("reason")).isEqualTo("CommitBuilt");
        assertThat(told.getString("message")).contains("Build 1");
        assertThat(decided(hook.push(PUSH.commit("c0ffee" + "0".repeat(34)).text("github-push"))))
                .isEqualTo("queued BranchPushed");
    }

    @Test
    void tagsAndPullRequestsAreBuiltWhereTheyAreWanted() {
        Hooks hook = Hooks.of("wanted", "github");
        hook.change("{\"tags\":[\"v*\"],\"pullRequests\":true,\"paths\":[\"web/**\"]}");
        String pull = PUSH.text("github-pull-request");

        assertThat(decided(hook.push(PUSH.branch("v1").text("github-tag")))).isEqualTo("queued TagPushed");
        assertThat(decided(hook.deliver("pull_request", pull, hook.signed(pull, "pull"))))
                .isEqualTo("queued PullRequestChanged");
        assertThat(decided(hook.push(PUSH.text("github-push")))).isEqualTo("queued BranchPushed");
        hook.change("{\"paths\":[\"api/**\"]}");
        assertThat(decided(hook.push(PUSH.text("github-push") + " "))).isEqualTo("skipped PathsUntouched");
        List<String> queued = loops.transaction(sql ->
                sql.list("""
                SELECT wanted_ref, deploy FROM builds WHERE trigger_kind = 'webhook' AND application_id =
                  (SELECT application_id FROM webhooks WHERE id = ?) ORDER BY number
                """, row -> row.text("wanted_ref") + " " + row.flag("deploy"), UUID.fromString(hook.id())));
        assertThat(queued).containsExactly("refs/tags/v1 true", "refs/heads/winter false", "null true");
    }

    @Test
    void aFullQueueTakesTheSourcesOwnBranchAndNothingElse() {
        Hooks hook = Hooks.of("full", "github");
        hook.change("{\"tags\":[\"v*\"]}");
        loops.run(sql -> sql.update("""
                INSERT INTO builds (project_id, application_id, number, trigger_kind, trigger_by, commit_id)
                SELECT project_id, application_id, 1000 + n, 'manual', 'ada', 'c0ffee'
                FROM webhooks, generate_series(1, 20) n WHERE id = ?
                """, UUID.fromString(hook.id())));
        try {
            assertThat(decided(hook.push(PUSH.branch("v1").text("github-tag")))).isEqualTo("skipped QueueFull");
            assertThat(decided(hook.push(PUSH.text("github-push")))).isEqualTo("queued BranchPushed");
        } finally {
            loops.run(sql -> sql.update("DELETE FROM builds WHERE number > 1000"));
        }
    }

    @Test
    void formsAreReadAndOtherBodiesAreNot() {
        Hooks hook = Hooks.of("bodies", "github");
        String form = "payload=" + URLEncoder.encode(PUSH.text("github-push"), StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>(hook.signed(form, "form"));
        headers.put("Content-Type", "application/x-www-form-urlencoded");

        assertThat(decided(hook.deliver("push", form, headers))).isEqualTo("queued BranchPushed");
        headers.put("Content-Type", "text/xml");
        assertThat(json(hook.deliver("push", form, headers), 415).getString("code"))
                .isEqualTo("UNSUPPORTED_TYPE");
        String large = "{\"x\":\"" + "x".repeat(1 << 20) + "\"}";
        assertThat(json(hook.deliver("push", large, hook.signed(large, "large")), 413)
                        .getString("code"))
                .isEqualTo("TOO_LARGE");
        json(hook.deliver("push", large, Map.of()), 413);
        assertThat(json(hook.deliver("push", "no json", hook.signed("no json", "none")), 400)
                        .getString("code"))
                .isEqualTo("MALFORMED");
        assertThat(Operations.send("GET", "/hooks/" + hook.id(), null, null, Map.of())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void aWebhookTakesSixtyDeliveriesAMinute() {
        Hooks hook = Hooks.of("fast", "generic");
        HttpResponse<String> answer = null;
        for (int i = 0; i < 121 && (answer == null || answer.statusCode() == 200); i++) {
            hook.deliver("ping", "", Map.of());
            answer = hook.deliver("ping", "", hook.signed("", "1"));
        }

        assertThat(json(answer, 429).getString("code")).isEqualTo("RATE_LIMITED");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        json(hook.deliver("ping", "", Map.of()), 401);
    }
}

package dev.slipway.platform.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.platform.git.FixedSourceConfig;
import dev.slipway.platform.node.NodeRows;
import dev.slipway.platform.source.SourceAccess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A Gitea that answers as it is told, and an application whose source lies there.
class CommitStatusLoopIT {
    private static final String COMMIT = "c0ffee0123456789";

    private final NodeRows rows = new NodeRows();
    private final ObjectMapper json = new ObjectMapper();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    private final List<String> elsewhere = new CopyOnWriteArrayList<>();
    private CountDownLatch answering = new CountDownLatch(0);
    private volatile int status = 201;
    private Optional<ForgeAccess> access = Optional.of(new ForgeAccess("forge", "t0k3n", SourceAccess.NONE));
    private FixedSourceConfig config = FixedSourceConfig.loopback();
    private HttpServer forge;
    private HttpServer other;

    @BeforeEach
    void serve() throws IOException {
        other = server("127.0.0.2", exchange -> {
            elsewhere.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(201, -1);
        });
        forge = server("127.0.0.1", this::status);
        rows.change("""
                UPDATE applications SET source = jsonb_build_object('git', jsonb_build_object('url', ?::text)),
                  build = '{"commitStatus": "gitea"}'
                """, "http://127.0.0.1:" + forge.getAddress().getPort() + "/ada/shop.git");
    }

    private interface Answering {
        void to(HttpExchange exchange) throws IOException;
    }

    private HttpServer server(String address, Answering answering) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, 0), 50);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                answering.to(exchange);
            }
        });
        server.start();
        return server;
    }

    private void status(HttpExchange exchange) throws IOException {
        JsonNode body = json.readTree(exchange.getRequestBody());
        bodies.add(body);
        heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " "
                + body.path("state").asText() + ": " + body.path("description").asText());
        try {
            answering.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        exchange.getResponseHeaders()
                .add("Location", "http://127.0.0.2:" + other.getAddress().getPort() + "/elsewhere");
        exchange.sendResponseHeaders(status, -1);
    }

    @AfterEach
    void stop() {
        answering.countDown();
        forge.stop(0);
        other.stop(0);
        threads.shutdownNow();
    }

    private void build(int number, String state) {
        rows.change("""
                INSERT INTO builds (project_id, application_id, number, trigger_kind, trigger_by, commit_id, state)
                VALUES (?, ?, ?, 'webhook', 'ann', ?, ?)
                """, rows.project, rows.application, number, COMMIT, state);
    }

    private void becomes(int number, String state) {
        rows.change("UPDATE builds SET state = ? WHERE number = ?", state, number);
    }

    private CommitStatusLoop loop() {
        ForgeClient client =
                new ForgeClient(config, (_, _) -> access, json, "https://slipway.example.org", Duration.ofSeconds(10));
        return new CommitStatusLoop(rows.database, client, rows.bell);
    }

    private void turn() {
        CommitStatusLoop loop = loop();
        loop.turn();
        await().until(loop::idle);
    }

    private String said(String word, String description) {
        return "POST /api/v1/repos/ada/shop/statuses/" + COMMIT + " token t0k3n " + word + ": " + description;
    }

    private String error() {
        return rows.text("SELECT coalesce(error, '') FROM commit_statuses");
    }

    @Test
    void eachStateIsToldOnceWithALinkToTheBuild() {
        build(1, "queued");
        turn();
        turn();
        becomes(1, "running");
        turn();
        rows.change("UPDATE builds SET state = 'failed', reason = 'AssembleFailed'");
        turn();
        turn();

        assertThat(heard)
                .containsExactly(
                        said("pending", "Build 1 waits"),
                        said("pending", "Build 1 is running"),
                        said("failure", "Build 1 failed: AssembleFailed"));
        assertThat(bodies.getFirst().path("target_url").asText())
                .isEqualTo("https://slipway.example.org/console/projects/team/applications/shop/builds/1");
        assertThat(bodies.getFirst().path("context").asText()).isEqualTo("slipway/team/shop");
        assertThat(error()).isEmpty();
    }

    @Test
    void noOlderStateOvertakesANewerOne() {
        answering = new CountDownLatch(1);
        build(1, "running");
        CommitStatusLoop loop = loop();
        loop.turn();
        await().until(() -> heard.size() == 1);
        becomes(1, "succeeded");
        loop.turn();
        assertThat(heard).hasSize(1);

        answering.countDown();
        await().until(loop::idle);
        loop.turn();
        await().until(loop::idle);
        assertThat(heard).containsExactly(said("pending", "Build 1 is running"), said("success", "Build 1 succeeded"));
    }

    @Test
    void ofTwoBuildsOfACommitTheNewerOneAloneHasAWord() {
        build(1, "running");
        build(2, "queued");
        turn();
        becomes(1, "succeeded");
        turn();
        assertThat(heard).containsExactly(said("pending", "Build 2 waits"));
    }

    @Test
    void aForgeThatIsAwayIsAskedAgainLaterAndAtOnceOfAnotherState() {
        status = 503;
        build(1, "running");
        turn();
        turn();
        assertThat(heard).hasSize(1);
        assertThat(error()).isEqualTo("127.0.0.1 answers 503.");

        rows.change("UPDATE commit_statuses SET next_at = now()");
        turn();
        assertThat(heard).hasSize(2);
        status = 201;
        becomes(1, "succeeded");
        turn();
        assertThat(heard).hasSize(3);
        assertThat(error()).isEmpty();
    }

    @Test
    void aTokenThatIsNotTakenIsNotShownAgainForTheSameState() {
        status = 401;
        build(1, "running");
        turn();
        rows.change("UPDATE commit_statuses SET next_at = now()");
        turn();
        assertThat(heard).hasSize(1);
        assertThat(error())
                .isEqualTo("127.0.0.1 answers 401: the token of the credential \"forge\" may not write statuses of"
                        + " commits.");
    }

    @Test
    void theTokenFollowsNoRedirectAlsoInAHeaderThatTheLibraryDoesNotKnow() {
        rows.change("UPDATE applications SET build = '{\"commitStatus\": \"gitlab\"}'");
        status = 307;
        build(1, "running");
        turn();
        assertThat(heard).hasSize(1);
        assertThat(elsewhere).isEmpty();
        assertThat(error()).contains("redirects are not followed");
    }

    @Test
    void addressesThatSourcesMayNotHaveAreNotReached() {
        config = FixedSourceConfig.closed();
        build(1, "running");
        turn();
        assertThat(heard).isEmpty();
        assertThat(error()).contains("only public ones are allowed here");
    }

    @Test
    void withoutATokenNobodyIsAsked() {
        access = Optional.empty();
        build(1, "running");
        turn();
        assertThat(heard).isEmpty();
        assertThat(error()).startsWith("The project has no credential of the type token for http://127.0.0.1:");
    }

    @Test
    void whatEndedLongBeforeAnybodyWantedToHearOfItIsNotTold() {
        build(1, "succeeded");
        rows.change("UPDATE builds SET finished_at = now() - interval '2 hours'");
        turn();
        assertThat(heard).isEmpty();
    }
}

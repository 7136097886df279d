package dev.slipway.node.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.pipeline.LostBuildException;
import dev.slipway.build.pipeline.UnreachableException;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Heartbeat;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.assignment.BuildProgress.Verdict;
import dev.slipway.model.assignment.FetchedScripts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpBuildOrdersTest {
    private static final String LOG = "POST /node/v1/builds/b1/log?epoch=2&offset=10";

    @TempDir
    Path directory;

    private PlatformServer server;
    private PlatformHttp http;
    private HttpBuildOrders orders;
    private BuildOrder order;

    @BeforeEach
    void claim() throws IOException, InterruptedException {
        server = new PlatformServer()
                .answer(
                        "POST /node/v1/builds/claims?node=one&worker=w1&wait=1",
                        200,
                        "{\"id\":\"b1\",\"epoch\":2,\"contextDir\":\"part/one\"}");
        http = server.http(directory);
        orders = new HttpBuildOrders(http, "one", "w1", network -> network);
        order = orders.claim(Duration.ofSeconds(1)).orElseThrow();
    }

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    @Test
    void noBuildIsEmptyAndSilenceIsUnreachable() throws InterruptedException {
        server.answer("POST /node/v1/builds/claims?node=one&worker=w1&wait=0", 204, "");
        assertThat(orders.claim(Duration.ZERO)).isEmpty();
        server.close();
        assertThatThrownBy(() -> orders.claim(Duration.ZERO)).isInstanceOf(UnreachableException.class);
    }

    @Test
    void sourceIsStreamedBelowTheDestination() throws IOException {
        server.answer("GET /node/v1/builds/b1/source?epoch=2&destination=%2Ftmp&contextDir=part%2Fone", 200, "tar");
        try (InputStream source = orders.source(order, "/tmp")) {
            assertThat(new String(source.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("tar");
        }
    }

    @Test
    void contextOfADockerfileIsStreamed() throws IOException {
        server.answer("GET /node/v1/builds/b1/context?epoch=2&contextDir=part%2Fone", 200, "tar");
        try (InputStream context = orders.context(order)) {
            assertThat(new String(context.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("tar");
        }
    }

    @Test
    void scriptsAreAskedOfThePlatformByTheirUrl() {
        String path =
                "GET /node/v1/builds/b1/scripts?epoch=2&url=https%3A%2F%2Fexample.org%2Fs2i&name=assemble&name=run";
        server.answer(path, 200, "{\"scripts\":{\"run\":\"IyE=\"},\"failure\":null}");

        FetchedScripts fetched = orders.scripts(order, "https://example.org/s2i", List.of("assemble", "run"));

        assertThat(fetched.scripts().get("run")).asString().isEqualTo("#!");
        assertThat(fetched.failure()).isNull();
        server.answer(path, 409, "");
        assertThatThrownBy(() -> orders.scripts(order, "https://example.org/s2i", List.of("assemble", "run")))
                .isInstanceOf(LostBuildException.class);
    }

    @Test
    void logGrowsFromTheOffsetTheServerKnows() {
        byte[] bytes = "hello world".getBytes(StandardCharsets.UTF_8);
        server.answer(LOG, 204, "");
        assertThat(orders.append(order, 10, bytes, 5)).isEqualTo(15);
        assertThat(server.body(LOG)).isEqualTo("hello");
        server.answer(LOG, 409, "7");
        assertThat(orders.append(order, 10, bytes, 5)).isEqualTo(7);
        server.answer(LOG, 409, "");
        assertThatThrownBy(() -> orders.append(order, 10, bytes, 5)).isInstanceOf(LostBuildException.class);
        server.answer(LOG, 503, "busy");
        assertThatThrownBy(() -> orders.append(order, 10, bytes, 5)).isInstanceOf(UnreachableException.class);
    }

    @Test
    void heartbeatBringsTheVerdictUntilTheBuildIsLost() {
        Heartbeat heartbeat = new Heartbeat(2, "assemble");
        server.answer("POST /node/v1/builds/b1/heartbeats", 200, "{\"cancelled\":true}");
        assertThat(orders.heartbeat(order, heartbeat)).isEqualTo(new Verdict(true));
        server.answer("POST /node/v1/builds/b1/heartbeats", 409, "");
        assertThatThrownBy(() -> orders.heartbeat(order, heartbeat)).isInstanceOf(LostBuildException.class);
    }

    @Test
    void verdictIsWaitedForAndAPlatformThatDoesNotKnowItLosesNoBuild() {
        String path = "GET /node/v1/builds/b1/verdict?epoch=2&wait=1";
        Duration wait = Duration.ofSeconds(1);
        server.answer(path, 200, "{\"cancelled\":true}");
        assertThat(orders.verdict(order, wait)).isEqualTo(new Verdict(true));
        server.answer(path, 409, "");
        assertThatThrownBy(() -> orders.verdict(order, wait)).isInstanceOf(LostBuildException.class);
        server.answer(path, 404, "");
        assertThatThrownBy(() -> orders.verdict(order, wait)).isInstanceOf(UnreachableException.class);
    }

    @Test
    void outcomeIsPostedWhole() {
        server.answer("POST /node/v1/builds/b1/outcome", 204, "");
        orders.outcome(order, new Outcome(2, "AssembleFailed", "it failed", List.of("line"), null, List.of()));
        assertThat(server.body("POST /node/v1/builds/b1/outcome")).contains("\"reason\":\"AssembleFailed\"");
    }
}

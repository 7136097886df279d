package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.database.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// PostgreSQL hangs, dies and comes back.
@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class OutageIT {
    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);
    private static final Duration BACK = Duration.ofSeconds(10);
    private static final int AT_ONCE = 60;
    private static final List<String> READS = List.of("/api/v1/me", "/api/v1/projects", "/api/v1/users");

    private final String token = Api.administratorToken();

    @AfterEach
    void bringTheDatabaseBack() {
        TestDatabase.resume();
        TestDatabase.restart();
        awaitNormal();
    }

    @Test
    void aDatabaseThatHangsIsUnavailableWithinFiveSecondsAndThePoolIsNotUsedUp() throws Exception {
        TestDatabase.hang();
        for (int round = 0; round < 2; round++) {
            assertThat(Parallel.statuses(AT_ONCE, this::statusInTime)).containsOnly(503);
        }
        assertThat(health("live")).isEqualTo(200);
        assertThat(health("ready")).isEqualTo(503);

        TestDatabase.resume();
        await().atMost(BACK)
                .untilAsserted(() -> assertThat(Parallel.statuses(AT_ONCE, this::statusInTime))
                        .containsOnly(200));
    }

    /// 0 for an answer that came too late.
    private int statusInTime(int number) {
        long begun = System.nanoTime();
        int status = read(READS.get(number % READS.size())).statusCode();
        return System.nanoTime() - begun < LONGEST_CALL.toNanos() ? status : 0;
    }

    private HttpResponse<String> read(String address) {
        return Operations.send("GET", address, token, null, Map.of());
    }

    private static int health(String kind) {
        return RestAssured.get("/q/health/" + kind).statusCode();
    }

    private void awaitNormal() {
        await().atMost(BACK)
                .until(() -> READS.stream().allMatch(address -> read(address).statusCode() == 200)
                        && health("ready") == 200);
    }

    @Test
    void aDatabaseThatIsGoneIsToldInTheFormOfProblems() {
        TestDatabase.kill();

        HttpResponse<String> answer = Operations.send(
                "POST", "/api/v1/projects", token, "{\"name\":\"away\"}", Map.of("Content-Type", "application/json"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body()).contains("\"code\":\"UNAVAILABLE\"", "\"next\":", "\"requestId\":");
    }

    @Test
    void gitIsToldInPlainText() {
        TestDatabase.kill();

        HttpResponse<String> answer =
                Operations.send("GET", "/git/p/a.git/info/refs?service=git-receive-pack", token, null, Map.of());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(answer.body()).contains("database does not answer").doesNotContain("{");
    }

    @Test
    void streamsOutliveIt() throws Exception {
        Api.project(Api.asAdministrator(), "outlived");
        try (OpenStream stream = OpenStream.open("/api/v1/projects/outlived/events", null)) {
            TestDatabase.kill();
            await().until(() -> read("/api/v1/me").statusCode() == 503);
            TestDatabase.restart();
            awaitNormal();
            Api.application(Api.asAdministrator(), "outlived", "after");

            await().until(() -> stream.events().size() == 1);
            assertThat(stream.ended()).isFalse();
        }
    }

    @Test
    void nodesThatWaitForNewsAreToldToComeBack() throws Exception {
        register("patient");
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            int known = assignments("patient", 0, 0).path("version");
            CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(
                    () -> assignments("patient", known, 30).statusCode(), callers);
            TestDatabase.kill();

            assertThat(waiting.get()).isEqualTo(503);
        }
        TestDatabase.restart();
        awaitNormal();
        assertThat(assignments("patient", 0, 0).statusCode()).isEqualTo(200);
    }

    private static void register(String node) {
        asNode().body(
                        "{\"cpuMillis\":1000,\"memoryBytes\":1073741824,\"engine\":\"memory\",\"agentVersion\":\"1\",\"builders\":[]}")
                .contentType("application/json")
                .put("/node/v1/nodes/" + node)
                .then()
                .statusCode(200);
    }

    private static Response assignments(String node, int after, int wait) {
        return asNode().get("/node/v1/nodes/" + node + "/assignments?after=" + after + "&wait=" + wait);
    }

    private static RequestSpecification asNode() {
        return RestAssured.given().header("Authorization", "Bearer node-credential-of-this-test");
    }
}

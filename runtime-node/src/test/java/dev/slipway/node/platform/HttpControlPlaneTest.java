package dev.slipway.node.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.LogRequest;
import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.model.assignment.NodeRegistration.Welcome;
import dev.slipway.model.assignment.Observation;
import dev.slipway.model.assignment.Observation.ObservedInstance;
import dev.slipway.model.assignment.Observation.Orders;
import dev.slipway.model.assignment.Observation.Phase;
import dev.slipway.model.assignment.Upkeep;
import dev.slipway.model.assignment.Upkeep.ImageOrder;
import dev.slipway.model.assignment.Upkeep.NetworkOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpControlPlaneTest {
    private static final String NODE = "/node/v1/nodes/node%20one";

    @TempDir
    Path directory;

    private PlatformServer server;
    private PlatformHttp http;
    private ControlPlane platform;

    @BeforeEach
    void connect() throws IOException {
        server = new PlatformServer();
        http = server.http(directory);
        platform = new HttpControlPlane(http, "node one", network -> network);
    }

    @AfterEach
    void close() {
        http.close();
        server.close();
    }

    @Test
    void registrationIsPutAndWelcomed() {
        server.answer("PUT " + NODE, 200, """
                {"incarnation":3,"appsDomain":"apps.localhost","routerPort":8000,"buildSlots":2,"news":"ignored"}
                """);
        assertThat(platform.register(new NodeRegistration(1800, 1 << 30, "docker 29", "0.1.0", List.of(), List.of())))
                .isEqualTo(new Welcome(3, "apps.localhost", 8000, 2));
        assertThat(server.body("PUT " + NODE)).contains("\"cpuMillis\":1800", "\"builders\":[]");
    }

    @Test
    void assignmentsAreASnapshotOrNothing() {
        server.answer("GET " + NODE + "/assignments?after=4&wait=1", 200, """
                {"incarnation":1,"version":5,"hash":"","routes":[],"instances":[{"id":"a","desired":"RUN",
                 "environment":{"A":"1"},"cpuMillis":250,"memoryBytes":1024,"network":{"number":1,"uid":5,"subnet":"s"},
                 "probes":{"startup":{"tcp":{"port":1},"initialDelay":"PT0S","period":"PT10S","timeout":"PT1S",
                 "success":1,"failure":3}}}]}
                """);
        DesiredState state = platform.assignments(4, Duration.ofSeconds(1)).orElseThrow();
        assertThat(state.version()).isEqualTo(5);
        assertThat(state.instances().getFirst().probes().startup().period()).isEqualTo(Duration.ofSeconds(10));
        server.answer("GET " + NODE + "/assignments?after=5&wait=1", 204, "");
        assertThat(platform.assignments(5, Duration.ofSeconds(1))).isEmpty();
    }

    @Test
    void platformOneVersionBehindOrdersNothingAndOneAheadIsUnderstood() {
        server.answer("GET " + NODE + "/assignments?after=0&wait=1", 200, """
                {"incarnation":1,"version":5,"hash":"","routes":[],"instances":[]}
                """);
        server.answer("GET " + NODE + "/assignments?after=5&wait=1", 200, """
                {"incarnation":1,"version":6,"hash":"","routes":[],"instances":[],"upkeep":{
                 "store":[{"id":"o1","image":"sha256:1","priority":3}],"removeNetworks":[{"id":"o2","network":7}],
                 "compress":[{"id":"o3"}]}}
                """);

        Upkeep behind =
                platform.assignments(0, Duration.ofSeconds(1)).orElseThrow().upkeep();
        Upkeep ahead =
                platform.assignments(5, Duration.ofSeconds(1)).orElseThrow().upkeep();

        assertThat(behind).isEqualTo(Upkeep.NONE);
        assertThat(ahead)
                .isEqualTo(new Upkeep(
                        List.of(new ImageOrder("o1", "sha256:1")), null, null, List.of(new NetworkOrder("o2", 7))));
    }

    @Test
    void observationIsPostedWithTimesAsText() {
        server.answer("POST " + NODE + "/observations", 200, "{\"remove\":[\"b\"]}");
        ObservedInstance told = new ObservedInstance(
                "a",
                Phase.RUNNING,
                true,
                "c",
                "10.0.0.2",
                8080,
                Instant.parse("2026-11-21T12:00:00Z"),
                null,
                null,
                null,
                List.of());
        assertThat(platform.observe(new Observation(1, 5, List.of(told)))).isEqualTo(new Orders(List.of("b")));
        assertThat(server.body("POST " + NODE + "/observations"))
                .contains("\"startedAt\":\"2026-11-21T12:00:00Z\"", "\"phase\":\"RUNNING\"");
    }

    @Test
    void logIsStreamedToItsRequest() {
        server.answer("GET " + NODE + "/log-requests?wait=1", 200, "{\"id\":\"r1\",\"instance\":\"a\",\"tail\":-1}");
        LogRequest request = platform.logRequest(Duration.ofSeconds(1)).orElseThrow();
        assertThat(request).isEqualTo(new LogRequest("r1", "a", false, -1, 0));
        server.answer("POST /node/v1/log-requests/r1", 204, "");
        platform.answerLog("r1", new ByteArrayInputStream("line\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(server.body("POST /node/v1/log-requests/r1")).isEqualTo("line\n");
    }

    @Test
    void refusalCarriesItsStatusAndSilenceIsUnreachable() {
        Orders none = new Orders(List.of());
        assertThatThrownBy(() -> assertThat(platform.observe(new Observation(1, 1, List.of())))
                        .isEqualTo(none))
                .isInstanceOfSatisfying(
                        PlatformRefusal.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(404));
        server.close();
        assertThatThrownBy(() -> platform.logRequest(Duration.ZERO)).isInstanceOf(PlatformUnreachable.class);
    }
}

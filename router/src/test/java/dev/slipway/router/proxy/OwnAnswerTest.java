package dev.slipway.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.router.table.LiveRoutes;
import dev.slipway.router.table.RouteEntry;
import dev.slipway.router.table.RouteTable;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnAnswerTest {
    private static final LiveRoutes ROUTES = new LiveRoutes();
    private static ProxyServer proxy;

    @BeforeAll
    static void start() {
        proxy = ProxyServer.start("127.0.0.1", 0, ROUTES, ProxyLimits.standard());
    }

    @AfterAll
    static void stop() throws Exception {
        proxy.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"starting", "waking", "crashed", "stopped", "no-ready-instance"})
    void routeWithoutInstanceSaysWhy(String reason) throws IOException {
        ROUTES.replace(RouteTable.of(List.of(new RouteEntry("app", "/", List.of(), reason)), List.of()));

        Wire.Answer answer = Wire.get(proxy.port(), "APP:8000", "/");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Slipway-Reason")).isEqualTo(reason);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.header("X-Request-Id")).hasSize(32);
        assertThat(answer.body()).contains(reason).contains(answer.header("X-Request-Id"));
    }

    @Test
    void unreachableInstancesAreTold() throws IOException {
        ROUTES.replace(RouteTable.of(List.of(Backend.route("app", Backend.nobody(), Backend.nobody())), List.of()));

        Wire.Answer answer = Wire.get(proxy.port(), "app", "/");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Slipway-Reason")).isEqualTo("unreachable");
    }

    @Test
    void unknownHostsAndPathsAreNotFound() throws IOException {
        ROUTES.replace(RouteTable.of(List.of(new RouteEntry("app", "/api", List.of(), "stopped")), List.of()));

        assertThat(Wire.get(proxy.port(), "other", "/").header("Slipway-Reason"))
                .isEqualTo("unknown-host");
        assertThat(Wire.get(proxy.port(), "app", "/apix").header("Slipway-Reason"))
                .isEqualTo("unknown-path");
        assertThat(Wire.get(proxy.port(), "app", "/apix").status()).isEqualTo(404);
        assertThat(proxy.metrics().ownAnswers().get("unknown-path")).isEqualTo(2);
    }

    @Test
    void nothingTheClientSentIsOnThePage() throws IOException {
        ROUTES.replace(RouteTable.empty());
        String request = """
                GET /<script>alert(1)</script> HTTP/1.1
                Host: script-alert
                X-Request-Id: <script>
                User-Agent: <script>

                """.replace("\n", "\r\n");

        Wire.Answer answer = Wire.ask(proxy.port(), request);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.head() + answer.body()).doesNotContain("script").doesNotContain("alert");
    }

    @Test
    void formFollowsTheAcceptHeader() throws IOException {
        ROUTES.replace(RouteTable.empty());

        assertThat(accepting("application/json").header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(accepting("application/json").body()).contains("\"code\":\"UNKNOWN_HOST\"");
        assertThat(accepting("text/plain").header("Content-Type")).startsWith("text/plain");
        assertThat(accepting("text/html,*/*").header("Content-Type")).startsWith("text/html");
        assertThat(accepting("*/*").header("Content-Type")).startsWith("text/html");
    }

    private static Wire.Answer accepting(String accept) throws IOException {
        return Wire.ask(proxy.port(), "GET / HTTP/1.1\r\nHost: none\r\nAccept: " + accept + "\r\n\r\n");
    }

    @Test
    void unreadBodyOfARefusedRequestIsNotReadAsTheNextRequest() throws IOException {
        ROUTES.replace(RouteTable.empty());
        try (Wire wire = new Wire(proxy.port())) {
            wire.send(
                    "POST / HTTP/1.1\r\nHost: none\r\nContent-Length: 1000\r\n\r\nGET / HTTP/1.1\r\nHost: none\r\n\r\n");
            assertThat(wire.answer().status()).isEqualTo(404);
            assertThat(wire.rest()).isEmpty();
        }
    }
}

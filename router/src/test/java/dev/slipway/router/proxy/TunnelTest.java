package dev.slipway.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.router.table.LiveRoutes;
import dev.slipway.router.table.RouteTable;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TunnelTest {
    private static final String HANDSHAKE = """
            GET /chat HTTP/1.1
            Host: ws
            Connection: keep-alive, Upgrade
            Upgrade: websocket
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Version: 13

            """.replace("\n", "\r\n");

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

    @Test
    void webSocketCarriesBytesBothWaysUntilOneSideCloses() throws Exception {
        Backend.Handler echo = request -> {
            request.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\nhello");
            request.in().transferTo(request.socket().getOutputStream());
            request.socket().close();
        };
        try (Backend backend = new Backend(echo)) {
            ROUTES.replace(RouteTable.of(List.of(Backend.route("ws", backend.endpoint())), List.of()));
            try (Wire wire = new Wire(proxy.port())) {
                String head = wire.send(HANDSHAKE).readHead();
                assertThat(head)
                        .startsWith("HTTP/1.1 101")
                        .containsIgnoringCase("upgrade: websocket")
                        .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
                assertThat(wire.exactly(5)).isEqualTo("hello");
                for (int i = 0; i < 100; i++) {
                    assertThat(wire.send("frame" + i % 10).exactly(6)).isEqualTo("frame" + i % 10);
                }
                assertThat(proxy.metrics().tunnels()).isEqualTo(1);
            }
            assertThat(backend.heads.getFirst())
                    .containsIgnoringCase("upgrade: websocket")
                    .contains("X-Forwarded-For: 127.0.0.1");
            await().untilAsserted(() -> assertThat(proxy.metrics().tunnels()).isZero());
            await().untilAsserted(() -> assertThat(proxy.metrics().inFlight()).isZero());
        }
    }

    @Test
    void declinedUpgradeIsAnAnswerAndNothingAfterItIsForwarded() throws Exception {
        Backend.Handler declining = request -> request.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        try (Backend backend = new Backend(declining);
                Wire wire = new Wire(proxy.port())) {
            ROUTES.replace(RouteTable.of(List.of(Backend.route("ws", backend.endpoint())), List.of()));
            wire.send(HANDSHAKE + "GET /smuggled HTTP/1.1\r\nHost: ws\r\n\r\n");
            Wire.Answer answer = wire.answer();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("no");
            assertThat(wire.rest()).isEmpty();
            assertThat(backend.heads).hasSize(1);
        }
    }

    @Test
    void upgradesOtherThanWebSocketArePlainRequests() throws Exception {
        try (Backend backend = new Backend(request -> request.ok("plain"))) {
            ROUTES.replace(RouteTable.of(List.of(Backend.route("ws", backend.endpoint())), List.of()));
            String request = HANDSHAKE.replace("websocket", "h2c");

            assertThat(Wire.ask(proxy.port(), request).body()).isEqualTo("plain");
            assertThat(backend.heads.getFirst()).doesNotContain("h2c");
        }
    }

    @Test
    void webSocketToNobodyIsAnswered() throws Exception {
        ROUTES.replace(RouteTable.of(List.of(Backend.route("ws", Backend.nobody())), List.of()));

        assertThat(Wire.ask(proxy.port(), HANDSHAKE).header("Slipway-Reason")).isEqualTo("unreachable");
    }
}

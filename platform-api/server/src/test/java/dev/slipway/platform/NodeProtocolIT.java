package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class NodeProtocolIT {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/node/v1/nodes/vm/assignments?after=0",
                "//node/v1/nodes/vm/assignments?after=0",
                "/./node/v1/nodes/vm/assignments?after=0",
                "/x/../node/v1/nodes/vm/assignments?after=0",
                "/x/%2e%2e/node/v1/nodes/vm/assignments?after=0",
                "/node;a=b/v1/nodes/vm/assignments?after=0",
                "/%6eode/v1/nodes/vm/assignments?after=0",
                "/api/v1/../../node/v1/nodes/vm/assignments?after=0"
            })
    void withoutTheCredentialNoSpellingOfAnAddressLeadsToTheNodes(String target) throws IOException {
        assertThat(statusOf(target)).isIn(400, 401, 404);
    }

    /// By hand, because clients tidy addresses up.
    private static int statusOf(String target) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String head = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(head.substring(9, 12));
        }
    }

    @Test
    void aRegistrationThatCannotBeIsRefused() {
        for (String body : new String[] {
            "{}",
            "null",
            "{\"cpuMillis\":2000000,\"memoryBytes\":1,\"engine\":\"x\",\"agentVersion\":\"x\",\"builders\":[]}"
        }) {
            assertThat(RestAssured.given()
                            .header("Authorization", "Bearer node-credential-of-this-test")
                            .contentType("application/json")
                            .body(body)
                            .put("/node/v1/nodes/odd")
                            .statusCode())
                    .isIn(400, 422);
        }
    }
}

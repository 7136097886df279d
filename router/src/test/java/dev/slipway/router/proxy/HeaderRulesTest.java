package dev.slipway.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {
    private static final HeaderRules.Origin ORIGIN =
            new HeaderRules.Origin("http", "shop.apps.localhost:8000", "192.0.2.9", 8000, "id-1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For",
                "x-forwarded-for",
                "X_Forwarded_For",
                "X-Forwarded-Host",
                "X-Forwarded-Port",
                "X-Forwarded-Proto",
                "X-Forwarded-Server",
                "X-Forwarded-Prefix",
                "Forwarded",
                "X-Real-IP",
                "X-SSL-Client-Cert",
                "X-Remote-User",
                "Proxy",
                "X-Request-Id",
                "Proxy-Authorization",
                "Transfer-Encoding",
                "Keep-Alive",
                "TE",
                "Upgrade"
            })
    void whatClientsMayNotSayNeverArrives(String name) {
        MultiMap from = MultiMap.caseInsensitiveMultiMap().add(name, "evil").add(name, "evil2");

        assertThat(toBackend(from).entries())
                .noneMatch(entry -> entry.getValue().startsWith("evil"));
    }

    @Test
    void backendLearnsWhereTheRequestCameFrom() {
        MultiMap to = toBackend(MultiMap.caseInsensitiveMultiMap().add("Accept", "x"));

        assertThat(to.getAll("X-Forwarded-For")).containsExactly("192.0.2.9");
        assertThat(to.getAll("X-Forwarded-Host")).containsExactly("shop.apps.localhost:8000");
        assertThat(to.getAll("X-Forwarded-Port")).containsExactly("8000");
        assertThat(to.getAll("X-Forwarded-Proto")).containsExactly("http");
        assertThat(to.getAll("Forwarded"))
                .containsExactly("for=192.0.2.9;host=\"shop.apps.localhost:8000\";proto=http");
        assertThat(to.getAll("Host")).containsExactly("shop.apps.localhost:8000");
        assertThat(to.getAll("X-Request-Id")).containsExactly("id-1");
        assertThat(to.get("Accept")).isEqualTo("x");
    }

    @Test
    void connectionMayNameHeadersToDropButNotOursNorTheFraming() {
        MultiMap from = MultiMap.caseInsensitiveMultiMap()
                .add("Connection", "close, X-Secret, X-Forwarded-For, Host, Content-Length")
                .add("X-Secret", "s")
                .add("Content-Length", "3");
        MultiMap to = toBackend(from);

        assertThat(to.contains("X-Secret")).isFalse();
        assertThat(to.contains("Connection")).isFalse();
        assertThat(to.get("X-Forwarded-For")).isEqualTo("192.0.2.9");
        assertThat(to.get("Host")).isEqualTo("shop.apps.localhost:8000");
        assertThat(to.get("Content-Length")).isEqualTo("3");
    }

    @Test
    void answersCannotClaimToBeTheRouters() {
        MultiMap to = MultiMap.caseInsensitiveMultiMap();
        HeaderRules.toClient(
                MultiMap.caseInsensitiveMultiMap()
                        .add("Slipway-Reason", "stopped")
                        .add("Connection", "close")
                        .add("Set-Cookie", "a=1")
                        .add("Set-Cookie", "b=2"),
                to,
                "id-2");

        assertThat(to.contains("Slipway-Reason")).isFalse();
        assertThat(to.contains("Connection")).isFalse();
        assertThat(to.getAll("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(to.get("X-Request-Id")).isEqualTo("id-2");
    }

    private static MultiMap toBackend(MultiMap from) {
        MultiMap to = MultiMap.caseInsensitiveMultiMap();
        HeaderRules.toBackend(from, to, ORIGIN);
        return to;
    }
}

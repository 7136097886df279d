package dev.slipway.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {

    @ParameterizedTest
    @CsvSource({
        "a.example,          /x?q=1, a.example, /x?q=1",
        "A.Example:8000,     /,      a.example, /",
        "[::1]:8000,         /,      [::1],     /",
        "a.example,          http://a.example/p, a.example, /p",
        "a.example:80,       http://A.EXAMPLE:80?q, a.example, /?q",
    })
    void hostAndPathAreTaken(String hostHeader, String target, String host, String uri) {
        Destination destination = Destination.of(List.of(hostHeader), target).orElseThrow();

        assertThat(destination.host()).isEqualTo(host);
        assertThat(destination.uri()).isEqualTo(uri);
        assertThat(destination.authority()).isEqualTo(hostHeader);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "a/b", "a,b", "user@a", "a:", "a:port", "a:123456", "a:8000:1", ":80", "a\"b", "ä.x"})
    void wrongHostsAreRefused(String host) {
        assertThat(Destination.of(List.of(host), "/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "a", "", "http://b/", "http://ab/", "https://a/", "/a\u0001b", "/a\u007f"})
    void targetsThatAreNoPathAreRefused(String target) {
        assertThat(Destination.of(List.of("a"), target)).isEmpty();
    }

    @Test
    void severalHostsAndNoneAreRefused() {
        assertThat(Destination.of(List.of("a", "a"), "/")).isEmpty();
        assertThat(Destination.of(List.of(), "/")).isEmpty();
    }

    @Test
    void bytesAboveAsciiAreEncoded() {
        assertThat(Destination.of(List.of("a"), "/caf\u00c3\u00a9?x")
                        .orElseThrow()
                        .uri())
                .isEqualTo("/caf%C3%A9?x");
    }

    @Test
    void pathEndsBeforeTheQuery() {
        assertThat(new Destination("a", "a", "/p/q?r=/s").path()).isEqualTo("/p/q");
    }
}

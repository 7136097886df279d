package dev.slipway.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptsUrlTest {

    @Test
    void placesInTheImageAndOnWebServersAreRead() {
        assertThat(ScriptsUrl.parse("image:///usr/libexec/s2i/")).isEqualTo(new ScriptsUrl.InImage("/usr/libexec/s2i"));
        assertThat(((ScriptsUrl.Remote) ScriptsUrl.parse("HTTPS://Example.org:8443/a/s2i")).script("run"))
                .isEqualTo("https://example.org:8443/a/s2i/run");
        assertThat(((ScriptsUrl.Remote) ScriptsUrl.parse("http://example.org/s2i/")).script("run"))
                .isEqualTo("http://example.org/s2i/run");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/usr/libexec/s2i",
                "image://usr",
                "image:///",
                "image:///a b",
                "image:///$(id)",
                "file:///etc",
                "ftp://example.org/s2i",
                "https://user:word@example.org/s2i",
                "https://example.org",
                "https://example.org/s2i?a=b",
                "https://example.org/s2i#a",
                "https://0x7f.1/s2i",
                "https://example.org/a/../b"
            })
    void anythingElseIsRefused(String url) {
        assertThatThrownBy(() -> ScriptsUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(ScriptsUrl.FORM);
    }
}

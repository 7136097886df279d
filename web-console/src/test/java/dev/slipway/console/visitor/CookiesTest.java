package dev.slipway.console.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookiesTest {

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, localhost:8080, true",
        "http://localhost:8080, 127.0.0.1:8080, true",
        "http://localhost:8080, [::1]:8080, true",
        "http://localhost:8080, 192.168.1.5:8080, false",
        "http://localhost:8080, localhost.evil.example:8080, false",
        "https://slipway.example, slipway.example, true",
        "https://slipway.example, Slipway.Example:443, true",
        "https://slipway.example, 192.168.1.5:8080, false",
        "http://slipway.example, slipway.example, false",
    })
    void cookiesAreSecureWhereBrowsersTakeThem(URI platform, String host, boolean secure) {
        assertThat(Cookies.at(platform, host).secure()).isEqualTo(secure);
    }

    @Test
    void noScriptAndNoOtherHostCanUseTheSession() {
        assertThat(new Cookies(true).signedIn("abc"))
                .isEqualTo("__Host-sid=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
        assertThat(new Cookies(false).signedIn("abc")).isEqualTo("sid=abc; Path=/; HttpOnly; SameSite=Lax");
        assertThat(new Cookies(true).signedOut()).startsWith("__Host-sid=;").contains("Max-Age=0", "Secure");
    }
}

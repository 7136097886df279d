package dev.slipway.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/",
                "/console",
                "/console/projects/shop",
                "/console/projects/shop/applications/a-b/builds/3"
            })
    void pagesOfTheConsoleAreComeBackTo(String page) {
        assertThat(ReturnAddress.of(page).path()).isEqualTo(page);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "/",
                "//evil.example",
                "/\\evil.example",
                "https://evil.example",
                "https:evil",
                "javascript:alert(1)",
                "/console//evil.example",
                "/console/../api/v1/me",
                "/console/..",
                "/console\t/x",
                "/console/%2e%2e/x",
                "/console/x?y=z",
                "/console/x#y",
                "/consoles",
                "/console/x\r\nSet-Cookie: a=b",
                "\t/console/",
                "/api/v1/me",
                "/console/@evil.example",
                "/console/./x",
                "http:/console/",
                "/console:8080/",
                "%2Fconsole",
                "/console/x y"
            })
    void everythingElseLeadsToTheStart(String elsewhere) {
        assertThat(ReturnAddress.of(elsewhere).path()).isEqualTo("/console/");
    }
}

package dev.slipway.console.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "same-origin, http://localhost:8080, localhost:8080, false",
                "same-origin, null, localhost:8080, false",
                "cross-site, http://evil.example, localhost:8080, true",
                "same-site, http://hello.apps.localhost:8000, localhost:8080, true",
                "none, -, localhost:8080, true",
                "-, http://localhost:8080, localhost:8080, false",
                "-, https://slipway.example, slipway.example, false",
                "-, http://localhost:8000, localhost:8080, true",
                "-, http://evil.example, localhost:8080, true",
                "-, http://evil.example/localhost:8080, localhost:8080, true",
                "-, null, localhost:8080, false",
                "-, -, localhost:8080, false",
            })
    void whatAnotherSiteSendsIsForeign(String site, String origin, String host, boolean foreign) {
        assertThat(new Origin(site, origin, host).foreign()).isEqualTo(foreign);
    }
}

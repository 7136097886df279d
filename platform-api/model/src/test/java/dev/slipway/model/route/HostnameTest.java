package dev.slipway.model.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostnameTest {

    @ParameterizedTest
    @CsvSource({
        "shop, team, shop-team",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb-12ab,"
                + " aaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb-12ab",
        "aaaaaaaaaaaaaaaaaaaaaaaaaa-aaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb-12ab,"
                + " aaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb-12ab"
    })
    void generatedHostsAreOneLabelBelowTheDomain(String application, String project, String label) {
        assertThat(Hostname.generated(application, project, "apps.localhost")).hasToString(label + ".apps.localhost");
    }
}

package dev.slipway.console.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @Test
    void programsAndPeopleFindAThingUnderTheSameNames() {
        Address build = Address.of("projects", "shop").below("applications", "hello", "builds", 3);

        assertThat(build.api()).isEqualTo("/api/v1/projects/shop/applications/hello/builds/3");
        assertThat(build.console()).isEqualTo("/console/projects/shop/applications/hello/builds/3");
        assertThat(Address.of("projects", "a b/c").name()).isEqualTo("a b/c");
    }

    @Test
    void aNameStaysOneName() {
        assertThat(Address.of("projects", "a/../b?c#d%2e").api()).isEqualTo("/api/v1/projects/a%2F..%2Fb%3Fc%23d%252e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void namesThatLeadElsewhereLeadNowhere(String name) {
        assertThatThrownBy(() -> Address.of("projects", name))
                .isInstanceOfSatisfying(
                        PlatformRefusal.class,
                        refusal -> assertThat(refusal.problem().status()).isEqualTo(404));
    }
}

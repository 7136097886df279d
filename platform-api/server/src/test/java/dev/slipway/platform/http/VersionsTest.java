package dev.slipway.platform.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fault.PlatformException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"*", " * ", "\"7\"", "\"6\", \"7\"", "\"7\" "})
    void theVersionThatWasReadMayBeChanged(String ifMatch) {
        assertThatCode(() -> Versions.require(ifMatch, 7)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "\"6\"", "W/\"7\"", "\"77\"", "\"*\""})
    void anyOtherMayNot(String ifMatch) {
        assertThatThrownBy(() -> Versions.check(ifMatch, 7))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("version 7");
    }

    @Test
    void whereAVersionIsNeededItMustBeSaid() {
        assertThatThrownBy(() -> Versions.require(null, 7)).hasMessageContaining("If-Match");
        assertThatCode(() -> Versions.check(null, 7)).doesNotThrowAnyException();
    }
}

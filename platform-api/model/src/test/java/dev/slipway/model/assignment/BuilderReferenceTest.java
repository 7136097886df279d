package dev.slipway.model.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderReferenceTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.example.org/builder",
                "registry.example.org/team/builder:1",
                "registry:5000/builder:1",
                "localhost/builder:1",
                "127.0.0.1:5000/team/builder@sha256:0000000000000000000000000000000000000000000000000000000000000000"
            })
    void whatNamesItsRegistryIsPulled(String reference) {
        assertThat(BuilderReference.pullable(reference)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "builder",
                "builder:1.2",
                "team/builder:1.2",
                "slipway-abcdef/builder-shell:1",
                "sha256:0000000000000000000000000000000000000000000000000000000000000000"
            })
    void whatDoesNotIsNot(String reference) {
        assertThat(BuilderReference.pullable(reference)).isFalse();
    }
}

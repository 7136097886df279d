package dev.slipway.platform.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fault.PlatformException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryFormTest {
    private static final RegistryResource.Request SAID = new RegistryResource.Request("puller", "s3cret");

    @ParameterizedTest
    @ValueSource(strings = {"registry.example.org", "registry.example.org:5000", "localhost", "localhost:5000", "r:1"})
    void hostIsWhatAReferenceBeginsWith(String host) {
        assertThat(RegistryForm.checked(host, SAID)).isEqualTo(SAID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "library",
                "https://registry.example.org",
                "registry.example.org/team",
                "a..b",
                "-a.b",
                "a.b:",
                "Registry.example.org"
            })
    void whatNoReferenceBeginsWithIsRefused(String host) {
        assertThatThrownBy(() -> RegistryForm.checked(host, SAID))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("references begin with");
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.docker.io", "registry-1.docker.io"})
    void dockersOwnHasOneName(String host) {
        assertThatThrownBy(() -> RegistryForm.checked(host, SAID)).hasMessageContaining("must be docker.io");
    }

    @ParameterizedTest
    @CsvSource({
        "'', s3cret",
        "pul:ler, s3cret",
        "puller, ''",
        ", s3cret",
        "puller,",
        "'pul\nler', s3cret",
        "puller, 's3\nret'"
    })
    void nameAndPasswordAreRequiredOnOneLine(String username, String password) {
        assertThatThrownBy(() -> RegistryForm.checked("localhost", new RegistryResource.Request(username, password)))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("on one line");
    }
}

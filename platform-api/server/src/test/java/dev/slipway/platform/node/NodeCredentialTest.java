package dev.slipway.platform.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fault.PlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeCredentialTest {
    @TempDir
    Path directory;

    @Test
    void theContentOfTheFileLetsIn() throws IOException {
        assertThat(credential("s3cret\n").matches("Bearer s3cret")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "Bearer wrong", "Basic s3cret", "s3cret", "Bearer s3cret2"})
    void nothingElseDoes(String header) throws IOException {
        assertThat(credential("s3cret\n").matches(header)).isFalse();
        assertThat(credential("s3cret\n").matches(null)).isFalse();
    }

    @Test
    void anEmptyOrMissingCredentialLetsNobodyIn() throws IOException {
        assertThat(credential("\n").matches("Bearer ")).isFalse();
        assertThat(new NodeCredential(Optional.empty()).matches("Bearer s3cret"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Node", "a/b", "a b", "../x"})
    void badNodeNamesAreRefused(String name) {
        assertThatThrownBy(() -> new NodeName(name)).isInstanceOf(PlatformException.class);
    }

    private NodeCredential credential(String content) throws IOException {
        Path file = directory.resolve("credential");
        Files.writeString(file, content);
        return new NodeCredential(Optional.of(file.toString()));
    }
}

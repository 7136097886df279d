package dev.slipway.platform.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshKeyTest {
    @TempDir
    Path directory;

    private String made(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-f", "key", "-C", "x"));
        command.addAll(List.of(arguments));
        Process keygen = new ProcessBuilder(command)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(keygen.waitFor()).isZero();
        return Files.readString(directory.resolve("key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-t ed25519", "-t ecdsa", "-t rsa", "-t rsa -m PEM", "-t ecdsa -m PEM"})
    void keysOfOpensshAreReadWithTheirPublicHalves(String how) throws Exception {
        String text = made((how + " -N ").split(" ", -1));

        SshKey key = SshKey.parse(text.replace("\n", "\r\n").strip());

        assertThat(Files.readString(directory.resolve("key.pub"))).startsWith(key.publicText() + " ");
        assertThat(SshKey.parse(key.privateText()).publicText()).isEqualTo(key.publicText());
    }

    @Test
    void aGeneratedOneIsReadByOpenssh() throws Exception {
        SshKey key = SshKey.generate();
        Path file = Files.writeString(directory.resolve("ours"), key.privateText());
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));

        Process keygen = new ProcessBuilder("ssh-keygen", "-y", "-f", file.toString()).start();

        assertThat(new String(keygen.getInputStream().readAllBytes())).startsWith(key.publicText());
        assertThat(key.publicText()).startsWith("ssh-ed25519 ");
        assertThat(SshKey.generate().publicText()).isNotEqualTo(key.publicText());
        assertThat(key).asString().startsWith("key SHA256:").doesNotContain("PRIVATE");
    }

    @Test
    void oneWithAPassphraseIsRefusedWithTheWayOut() throws Exception {
        String text = made("-t", "ed25519", "-N", "canary-pass");
        assertThatThrownBy(() -> SshKey.parse(text)).hasMessageContaining("ssh-keygen -p");
    }

    @Test
    void weakOnesAreRefused() throws Exception {
        String text = made("-t", "rsa", "-b", "1024", "-N", "");
        assertThatThrownBy(() -> SshKey.parse(text)).hasMessageContaining("too weak");
    }

    @Test
    void severalAreRefused() {
        String two = SshKey.generate().privateText() + SshKey.generate().privateText();
        assertThatThrownBy(() -> SshKey.parse(two)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAWyN6P5ASmCZj4m",
                "-----BEGIN OPENSSH PRIVATE KEY-----\n",
                "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\ncanary\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
            })
    void whatIsNoKeyIsRefusedAndNotRepeated(String text) {
        assertThatThrownBy(() -> SshKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("canary")
                .isNotBlank();
    }
}

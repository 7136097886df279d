package dev.slipway.platform.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownHostsTest {
    private static final SshKey ONE = SshKey.generate();
    private static final SshKey OTHER = SshKey.generate();

    @Test
    void keysOfTheHostCountAndThoseOfOthersDoNot() {
        KnownHosts known = KnownHosts.parse(
                "# from ssh-keyscan\n\ngit.example.org,10.0.0.7 " + ONE.publicText() + " comment\nother.example.org "
                        + OTHER.publicText() + "\n",
                "git.example.org",
                22);

        assertThat(known.has(ONE.pair().getPublic())).isTrue();
        assertThat(known.has(OTHER.pair().getPublic())).isFalse();
        assertThat(known.fingerprints()).singleElement().asString().startsWith("ssh-ed25519 SHA256:");
    }

    @Test
    void aPortOfItsOwnIsPartOfTheName() {
        String line = KnownHosts.line("git.example.org", 2222, ONE.pair().getPublic());

        assertThat(line).isEqualTo("[git.example.org]:2222 " + ONE.publicText());
        assertThat(KnownHosts.parse(line, "git.example.org", 2222).keys()).hasSize(1);
        assertThatThrownBy(() -> KnownHosts.parse(line, "git.example.org", 22))
                .hasMessageContaining("a key of git.example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "git.example.org",
                "git.example.org ssh-ed25519",
                "git.example.org ssh-ed25519 AAAA",
                "@revoked git.example.org %s",
                "@cert-authority *.example.org %s"
            })
    void whatNamesNoKeyOfTheHostIsRefused(String line) {
        assertThatThrownBy(() -> KnownHosts.parse(line.formatted(ONE.publicText()), "git.example.org", 22))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith(line.startsWith("@") ? "must not have lines" : "");
    }
}

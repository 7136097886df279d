package dev.slipway.platform.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.credential.CredentialForm.Wanted;
import dev.slipway.platform.credential.CredentialResource.Request;
import dev.slipway.platform.ssh.SshKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialFormTest {
    private static final String HOST = "https://git.example.org/team/";
    private static final String CANARY = "canary-8143";

    record Wrong(String field, Request request) {}

    private static Request request(String type, String url, String username, String password, String token, String ca) {
        return new Request(type, url, username, password, token, ca, null, null, null);
    }

    private static Request ssh(String url, String privateKey, Boolean generate, String knownHosts) {
        return new Request("ssh", url, null, null, null, null, privateKey, generate, knownHosts);
    }

    static Stream<Wrong> wrong() {
        return Stream.of(
                new Wrong("type", request(null, HOST, null, null, CANARY, null)),
                new Wrong("type", request("git", HOST, null, null, CANARY, null)),
                new Wrong("token", request("ssh", "ssh://h/", null, null, CANARY, null)),
                new Wrong("username", request("ssh", "ssh://h/", "git", null, null, null)),
                new Wrong("ca", request("ssh", "ssh://h/", null, null, null, pem("CERTIFICATE"))),
                new Wrong("privateKey", new Request("token", HOST, null, null, null, null, CANARY, null, null)),
                new Wrong("generate", new Request("token", HOST, null, null, null, null, null, true, null)),
                new Wrong("knownHosts", new Request("token", HOST, null, null, null, null, null, null, "h x y")),
                new Wrong("url", ssh(HOST, null, true, null)),
                new Wrong("url", ssh(null, null, true, null)),
                new Wrong("privateKey", ssh("ssh://h/", CANARY, null, null)),
                new Wrong("privateKey", ssh("ssh://h/", pem("OPENSSH PRIVATE KEY"), null, null)),
                new Wrong("generate", ssh("ssh://h/", SshKey.generate().privateText(), true, null)),
                new Wrong(
                        "knownHosts",
                        ssh("ssh://h/", null, true, "other " + SshKey.generate().publicText())),
                new Wrong("type", request("BASIC", HOST, "ada", CANARY, null, null)),
                new Wrong("url", request("token", null, null, null, CANARY, null)),
                new Wrong("url", request("token", "https://ada:x@h/", null, null, CANARY, null)),
                new Wrong("url", request("token", "ssh://git@h/", null, null, CANARY, null)),
                new Wrong("username", request("basic", HOST, null, CANARY, null, null)),
                new Wrong("username", request("basic", HOST, "a:b", CANARY, null, null)),
                new Wrong("username", request("token", HOST, "a\nb", null, CANARY, null)),
                new Wrong("username", request("ca", HOST, "ada", null, null, "x")),
                new Wrong("password", request("basic", HOST, "ada", "", null, null)),
                new Wrong("password", request("basic", HOST, "ada", CANARY + "\r\nX-Evil: 1", null, null)),
                new Wrong("password", request("token", HOST, null, CANARY, CANARY, null)),
                new Wrong("token", request("basic", HOST, "ada", CANARY, CANARY, null)),
                new Wrong("token", request("token", HOST, null, null, " \n", null)),
                new Wrong("token", request("token", HOST, null, null, CANARY + " " + CANARY, null)),
                new Wrong("token", request("token", HOST, null, null, CANARY + "é", null)),
                new Wrong("ca", request("ca", HOST, null, null, null, null)),
                new Wrong("ca", request("ca", HOST, null, null, null, CANARY)),
                new Wrong("ca", request("ca", "http://h/", null, null, null, CANARY)),
                new Wrong("ca", request("ca", HOST, null, null, null, pem("CERTIFICATE"))),
                new Wrong("ca", request("ca", HOST, null, null, null, pem("PRIVATE KEY"))));
    }

    private static String pem(String what) {
        return "-----BEGIN " + what + "-----\nAAAA\n-----END " + what + "-----\n";
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongIsSaidAtItsFieldAndNoSecretIsRepeated(Wrong wrong) {
        PlatformException refusal =
                catchThrowableOfType(PlatformException.class, () -> CredentialForm.checked(wrong.request()));

        assertThat(refusal.errors()).extracting("field").containsExactly(wrong.field());
        assertThat(refusal.detail() + refusal.next()).doesNotContain(CANARY);
        assertThat(wrong.request().toString()).doesNotContain(CANARY);
    }

    @Test
    void aKeyIsGivenOrMadeAndItsPublicHalfIsKnown() {
        SshKey own = SshKey.generate();
        Wanted given = CredentialForm.checked(ssh("ssh://git@git.example.org/team", own.privateText(), null, null));
        Wanted made = CredentialForm.checked(ssh("ssh://h", null, true, "h " + own.publicText()));

        assertThat(given.below()).hasToString("ssh://git.example.org/team");
        assertThat(given.publicKey()).isEqualTo(own.publicText());
        assertThat(given.secret()).contains("BEGIN OPENSSH PRIVATE KEY");
        assertThat(made.publicKey()).startsWith("ssh-ed25519 ").isNotEqualTo(own.publicText());
        assertThat(made.knownHosts()).isNotNull();
        assertThat(CredentialForm.checked(ssh("ssh://h", null, null, null)).secret())
                .isNull();
        assertThat(given).asString().doesNotContain("PRIVATE");
    }

    @Test
    void aTokenGetsTheUserThatItsHostExpects() {
        assertThat(token("https://github.com/", null).username()).isEqualTo("x-access-token");
        assertThat(token("https://bitbucket.org/team", null).username()).isEqualTo("x-token-auth");
        assertThat(token(HOST, "deploy-1").username()).isEqualTo("deploy-1");
        assertThat(token(HOST, null).secret()).isEqualTo(CANARY);
        assertThat(token(HOST, null)).asString().doesNotContain(CANARY);
    }

    private static Wanted token(String url, String username) {
        return CredentialForm.checked(request("token", url, username, null, CANARY + "\n", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "A1", "-a", "a-", "git_hub", "a/b", "a123456789012345678901234567890"})
    void namesAreThoseOfOtherThings(String name) {
        assertThat(catchThrowableOfType(PlatformException.class, () -> CredentialForm.name(name)))
                .isNotNull();
        assertThat(CredentialForm.name("git")).isEqualTo("git");
    }
}

package dev.slipway.platform.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.credential.CredentialForm.Wanted;
import dev.slipway.platform.credential.CredentialResource.Request;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialFormTest {
    private static final String HOST = "https://git.example.org/team/";
    private static final String CANARY = "canary-8143";

    record Wrong(String field, Request request) {}

    static Stream<Wrong> wrong() {
        return Stream.of(
                new Wrong("type", new Request(null, HOST, null, null, CANARY, null)),
                new Wrong("type", new Request("ssh", HOST, null, null, CANARY, null)),
                new Wrong("type", new Request("BASIC", HOST, "ada", CANARY, null, null)),
                new Wrong("url", new Request("token", null, null, null, CANARY, null)),
                new Wrong("url", new Request("token", "https://ada:x@h/", null, null, CANARY, null)),
                new Wrong("url", new Request("token", "ssh://git@h/", null, null, CANARY, null)),
                new Wrong("username", new Request("basic", HOST, null, CANARY, null, null)),
                new Wrong("username", new Request("basic", HOST, "a:b", CANARY, null, null)),
                new Wrong("username", new Request("token", HOST, "a\nb", null, CANARY, null)),
                new Wrong("username", new Request("ca", HOST, "ada", null, null, "x")),
                new Wrong("password", new Request("basic", HOST, "ada", "", null, null)),
                new Wrong("password", new Request("basic", HOST, "ada", CANARY + "\r\nX-Evil: 1", null, null)),
                new Wrong("password", new Request("token", HOST, null, CANARY, CANARY, null)),
                new Wrong("token", new Request("basic", HOST, "ada", CANARY, CANARY, null)),
                new Wrong("token", new Request("token", HOST, null, null, " \n", null)),
                new Wrong("token", new Request("token", HOST, null, null, CANARY + " " + CANARY, null)),
                new Wrong("token", new Request("token", HOST, null, null, CANARY + "é", null)),
                new Wrong("ca", new Request("ca", HOST, null, null, null, null)),
                new Wrong("ca", new Request("ca", HOST, null, null, null, CANARY)),
                new Wrong("ca", new Request("ca", "http://h/", null, null, null, CANARY)),
                new Wrong("ca", new Request("ca", HOST, null, null, null, pem("CERTIFICATE"))),
                new Wrong("ca", new Request("ca", HOST, null, null, null, pem("PRIVATE KEY"))));
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
    void aTokenGetsTheUserThatItsHostExpects() {
        assertThat(token("https://github.com/", null).username()).isEqualTo("x-access-token");
        assertThat(token("https://bitbucket.org/team", null).username()).isEqualTo("x-token-auth");
        assertThat(token(HOST, "deploy-1").username()).isEqualTo("deploy-1");
        assertThat(token(HOST, null).secret()).isEqualTo(CANARY);
        assertThat(token(HOST, null)).asString().doesNotContain(CANARY);
    }

    private static Wanted token(String url, String username) {
        return CredentialForm.checked(new Request("token", url, username, null, CANARY + "\n", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "A1", "-a", "a-", "git_hub", "a/b", "a123456789012345678901234567890"})
    void namesAreThoseOfOtherThings(String name) {
        assertThat(catchThrowableOfType(PlatformException.class, () -> CredentialForm.name(name)))
                .isNotNull();
        assertThat(CredentialForm.name("git")).isEqualTo("git");
    }
}

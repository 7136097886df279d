package dev.slipway.platform.submodule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.GitUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubmoduleUrlTest {
    private static final GitUrl SHOP = GitUrl.parse("https://git.example.org/team/shop.git");

    private static FailedBuild refusal(String said, GitUrl parent) {
        return catchThrowableOfType(FailedBuild.class, () -> SubmoduleUrl.of("vendor/lib", said, parent));
    }

    @ParameterizedTest
    @CsvSource({
        "../lib.git, https://git.example.org/team/lib.git",
        "../../other/lib.git, https://git.example.org/other/lib.git",
        "./lib.git, https://git.example.org/team/shop.git/lib.git",
        ".././lib, https://git.example.org/team/lib",
        "https://other.example.org/lib, https://other.example.org/lib",
        "https://git.example.org:8443/lib.git, https://git.example.org:8443/lib.git"
    })
    void urlsAreAbsoluteOrRelativeToTheParents(String said, String expected) {
        assertThat(SubmoduleUrl.of("vendor/lib", said, SHOP)).hasToString(expected);
    }

    @Test
    void aSlashAtTheEndOfTheParentMakesNoDifference() {
        assertThat(SubmoduleUrl.of("lib", "../lib", GitUrl.parse("https://h/team/shop/")))
                .hasToString("https://h/team/lib");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../lib.git",
                "../../../../evil.example.org/lib.git",
                "../a/../../lib",
                "..",
                "lib.git",
                "/srv/git/lib.git",
                "http://git.example.org/lib.git",
                "file:///srv/git/lib.git",
                "git://git.example.org/lib.git",
                "ssh://git@git.example.org/lib.git",
                "git@git.example.org:team/lib.git",
                "git+ssh://git.example.org/lib.git",
                "SSH://git@git.example.org/lib.git",
                "git@git.example.org:a+b/lib.git",
                "ext::sh -c touch% canary",
                "--upload-pack=touch canary",
                "-x",
                "https://git.example.org/lib.git\r",
                "https://git.example.org/%0a/lib.git",
                "https://git.example.org/lib.git?x=1",
                "../lib\u001b[31m",
                "https://ada:canary@git.example.org/lib.git",
                "ada:canary@git.example.org:lib.git",
                ""
            })
    void anythingElseIsRefusedWithThePathAndNoSecret(String said) {
        FailedBuild refusal = refusal(said, SHOP);

        assertThat(refusal.reason()).isEqualTo(FailureReason.SourceSubmoduleUnusable);
        assertThat(refusal.getMessage()).contains("vendor/lib").doesNotContain("ada:canary", "canary@", "\r", "\u001b");
    }

    @Test
    void sshIsToldWhatToWriteInstead() {
        assertThat(refusal("git@github.com:team/lib.git", SHOP))
                .hasMessageContaining("git@github.com:team/lib.git")
                .hasMessageContaining("write https://");
    }

    @Test
    void noSchemeIsWeakerThanTheOneTheParentCameBy() {
        GitUrl http = GitUrl.parse("http://10.0.0.7/shop.git");
        GitUrl file = GitUrl.parse("file:///srv/git/shop.git");

        assertThat(SubmoduleUrl.of("lib", "http://10.0.0.8/lib.git", http)).hasToString("http://10.0.0.8/lib.git");
        assertThat(SubmoduleUrl.of("lib", "https://h/lib.git", file)).hasToString("https://h/lib.git");
        assertThat(SubmoduleUrl.of("lib", "../lib.git", file)).hasToString("file:///srv/git/lib.git");
        assertThat(refusal("file:///srv/git/lib.git", http)).hasMessageContaining("must not begin with file://");
    }

    @Test
    void ofASourceBySshRelativeOnesGoBySshAndOthersByHttpsAlone() {
        GitUrl login = GitUrl.parse("git@git.example.org:team/shop.git");
        GitUrl ssh = GitUrl.parse("ssh://git@git.example.org:2222/team/shop.git");

        assertThat(SubmoduleUrl.of("lib", "../lib.git", login)).hasToString("git@git.example.org:team/lib.git");
        assertThat(SubmoduleUrl.of("lib", "../lib.git", ssh))
                .hasToString("ssh://git@git.example.org:2222/team/lib.git");
        assertThat(SubmoduleUrl.of("lib", "https://h/lib.git", ssh)).hasToString("https://h/lib.git");
        assertThat(refusal("http://h/lib.git", ssh)).hasMessageContaining("must not begin with http://");
        assertThat(refusal("../../../lib.git", ssh)).hasMessageContaining("leads out of");
        assertThat(refusal("../../lib.git", login)).hasMessageContaining("leads out of");
        assertThat(refusal("../lib.git", GitUrl.parse("git@git.example.org:shop.git")))
                .hasMessageContaining("leads out of");
        assertThat(refusal("git@git.example.org:team/lib.git", ssh)).hasMessageContaining("is for ssh");
    }

    @Test
    void whatIsPushedHereNamesOthersByHttpsAlone() {
        assertThat(SubmoduleUrl.of("lib", "https://h/lib.git", null)).hasToString("https://h/lib.git");
        assertThat(refusal("../lib.git", null)).hasMessageContaining("no neighbours");
        assertThat(refusal("http://h/lib.git", null)).hasMessageContaining("must begin with https://");
    }
}

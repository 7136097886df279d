package dev.slipway.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlPrefixTest {

    @ParameterizedTest
    @CsvSource({
        "https://host,               https://host/a.git",
        "https://host/,              https://host/team/a",
        "https://HOST:443/team/,     https://host/team/a.git",
        "http://host:80,             http://host/a.git",
        "https://host/team,          https://host:443/team/deep/a.git",
        "https://host/team/a,        https://host/team/a.git",
        "https://host/team/a.git,    https://host/team/a",
        "https://host/team/a.git,    https://host/team/a.git/",
        "https://host/shop/.git,     https://host/shop/.git"
    })
    void urlsOfTheHostAndBelowThePathAreCovered(String prefix, String url) {
        assertThat(UrlPrefix.parse(prefix).covers(GitUrl.parse(url))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://host,            http://host/a.git",
        "http://host,             https://host/a.git",
        "https://host,            https://host:8443/a.git",
        "https://host,            https://other/a.git",
        "https://host,            https://host.evil.example/a.git",
        "https://host,            https://evil.host/a.git",
        "https://host/team,       https://host/teams/a.git",
        "https://host/team,       https://host/Team/a.git",
        "https://host/team,       https://host/%74eam/a.git",
        "https://host/team/a,     https://host/team/b.git",
        "https://host/team/a,     https://host/team",
        "https://host/a,          file:///a"
    })
    void noOtherUrlIsCovered(String prefix, String url) {
        assertThat(UrlPrefix.parse(prefix).covers(GitUrl.parse(url))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "file:///srv",
                "file:///srv/git",
                "https://ada:secret@host/",
                "https://host/?a=b",
                "https://host/#x",
                "https://host/../a",
                "https://host//a",
                "https://host:0/",
                "https://-/",
                "https:///a",
                "https://ho\u0000st/"
            })
    void whatIsNoHostOrPathIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> UrlPrefix.parse(text));
    }

    @Test
    void theWholeHostIsWrittenWithASlash() {
        assertThat(UrlPrefix.parse("https://Host:443")).hasToString("https://host/");
        assertThat(UrlPrefix.parse("http://host:8080/team/a.git")).hasToString("http://host:8080/team/a");
    }

    @Provide
    Arbitrary<String> urls() {
        Arbitrary<String> parts = Arbitraries.of("a", "b", "ab", "a.git", ".git", "a.git.git")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(list -> String.join("/", list));
        return Combinators.combine(
                        Arbitraries.of("http://", "https://"),
                        Arbitraries.of("host", "host:443", "host:80", "other", "host.other"),
                        parts,
                        Arbitraries.of("", "/"))
                .as((scheme, host, path, end) -> scheme + host + "/" + path + end);
    }

    @Property
    void whatIsCoveredHasTheSameSchemeHostAndPort(@ForAll("urls") String prefix, @ForAll("urls") String url) {
        UrlPrefix one = UrlPrefix.parse(prefix);
        GitUrl other = GitUrl.parse(url);
        if (one.covers(other)) {
            assertThat(List.of(one.scheme(), one.host())).isEqualTo(List.of(other.scheme(), other.host()));
            assertThat(one.port()).isEqualTo(UrlPrefix.parse(url).port());
            assertThat(UrlPrefix.parse(url).path()).startsWith(one.path());
        }
    }

    @Property
    void everyUrlIsBelowItselfItsHostAndItsText(@ForAll("urls") String url) {
        UrlPrefix self = UrlPrefix.parse(url);

        assertThat(self.covers(GitUrl.parse(url))).isTrue();
        assertThat(UrlPrefix.parse(self.toString())).isEqualTo(self);
        assertThat(UrlPrefix.parse(url.replaceFirst("^([a-z]+://[^/]+).*", "$1"))
                        .covers(GitUrl.parse(url)))
                .isTrue();
    }

    @Test
    void sshIsForAHostWhoeverSignsInThereAndHoweverThePathIsWritten() {
        UrlPrefix team = UrlPrefix.parse("ssh://git.example.org/team");

        assertThat(UrlPrefix.parse("ssh://git@git.example.org:22/team/")).isEqualTo(team);
        assertThat(team.covers(GitUrl.parse("git@git.example.org:team/shop.git")))
                .isTrue();
        assertThat(team.covers(GitUrl.parse("ssh://ada@git.example.org/team/shop.git")))
                .isTrue();
        assertThat(team.covers(GitUrl.parse("git@git.example.org:teams/shop.git")))
                .isFalse();
        assertThat(team.covers(GitUrl.parse("ssh://git@git.example.org:2222/team/shop.git")))
                .isFalse();
        assertThat(team.covers(GitUrl.parse("https://git.example.org/team/shop.git")))
                .isFalse();
    }
}

package dev.slipway.platform.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.UrlPrefix;
import dev.slipway.platform.credential.Credential.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CredentialChoiceTest {
    private static final GitUrl SHOP = GitUrl.parse("https://git.example.org/team/shop.git");

    private static Credential credential(String name, Type type, String url, String ca) {
        return new Credential(
                UUID.nameUUIDFromBytes(name.getBytes()),
                new UUID(0, 1),
                name,
                type,
                UrlPrefix.parse(url),
                "ada",
                type == Type.CA ? null : new byte[1],
                1,
                Instant.EPOCH,
                ca,
                null,
                null,
                1,
                Instant.EPOCH,
                "ada",
                List.of());
    }

    private static Credential token(String name, String url) {
        return credential(name, Type.TOKEN, url, null);
    }

    private static Optional<String> chosen(String named, Credential... all) {
        return CredentialChoice.of(named, SHOP, List.of(all)).map(Credential::name);
    }

    @Test
    void theLongestPartOfTheUrlWinsAndOfTwoTheFirstByName() {
        Credential host = token("host", "https://git.example.org");
        Credential team = token("team", "https://git.example.org/team");
        Credential again = token("again", "https://git.example.org/team/");
        Credential other = token("other", "https://git.example.org/team/other");

        assertThat(chosen(null, host, team, other)).contains("team");
        assertThat(chosen(null, other, team, host)).contains("team");
        assertThat(chosen(null, team, again)).contains("again");
        assertThat(chosen(null, other)).isEmpty();
        assertThat(chosen(null)).isEmpty();
    }

    @Test
    void aNameWinsOverALongerPartAndOnlyWhereItIsForTheUrl() {
        Credential host = token("host", "https://git.example.org");
        Credential team = token("team", "https://git.example.org/team");
        Credential other = token("other", "http://git.example.org");

        assertThat(chosen("host", host, team)).contains("host");
        assertThat(unusable("other", team, other)).contains("other", "http://git.example.org/", SHOP.toString());
        assertThat(unusable("gone", team, other)).contains("gone");
    }

    private static String unusable(String named, Credential... all) {
        FailedBuild failure = catchThrowableOfType(FailedBuild.class, () -> chosen(named, all));
        assertThat(failure.reason()).isEqualTo(FailureReason.SourceCredentialUnusable);
        return failure.getMessage();
    }

    @Test
    void certificatesCountForTheirHostWhoeverSignsIn() {
        Credential authority = credential("authority", Type.CA, "https://git.example.org", "PEM");
        Credential elsewhere = credential("elsewhere", Type.TOKEN, "https://git.example.org/other", "PEM");
        Credential port = credential("port", Type.CA, "https://git.example.org:8443", "PEM");
        Credential bare = token("bare", "https://git.example.org/team");

        assertThat(chosen(null, authority, bare)).contains("bare");
        assertThat(chosen(null, authority)).isEmpty();
        assertThat(CredentialChoice.authorities(SHOP, List.of(authority, elsewhere, port, bare)))
                .extracting(Credential::name)
                .containsExactly("authority", "elsewhere");
    }

    @Provide
    Arbitrary<String> urls() {
        return Combinators.combine(
                        Arbitraries.of("http://a", "https://a", "https://a:8443", "https://b"),
                        Arbitraries.of("/x", "/x/y", "/x/y.git", "/xy", "/x/y/z"))
                .as(String::concat);
    }

    @Provide
    Arbitrary<List<Credential>> credentials() {
        Arbitrary<String> prefixes = Arbitraries.oneOf(urls(), Arbitraries.of("http://a", "https://a", "https://b"));
        return Combinators.combine(Arbitraries.of("k", "l", "m", "n"), Arbitraries.of(Type.class), prefixes)
                .as((name, type, url) -> credential(name, type, url, null))
                .list()
                .uniqueElements(Credential::name)
                .ofMaxSize(4);
    }

    @Property
    void noneIsEverChosenForAUrlThatItIsNotFor(
            @ForAll("credentials") List<Credential> all, @ForAll("urls") String text) {
        GitUrl url = GitUrl.parse(text);
        Optional<Credential> chosen = CredentialChoice.of(null, url, all);

        chosen.ifPresent(
                one -> assertThat(one.below().covers(url) && one.signsIn()).isTrue());
        assertThat(all)
                .filteredOn(one -> one.signsIn() && one.below().covers(url))
                .allSatisfy(
                        one -> assertThat(chosen.orElseThrow().below().path().length())
                                .isGreaterThanOrEqualTo(one.below().path().length()));
    }

    @Property
    void theOrderOfTheRowsMakesNoDifference(@ForAll("credentials") List<Credential> all, @ForAll("urls") String text) {
        List<Credential> turned = new ArrayList<>(all);
        Collections.reverse(turned);

        assertThat(CredentialChoice.of(null, GitUrl.parse(text), turned))
                .isEqualTo(CredentialChoice.of(null, GitUrl.parse(text), all));
    }

    @Property
    void whatIsNamedIsShownOrNothingIs(@ForAll("credentials") List<Credential> all, @ForAll("urls") String text) {
        GitUrl url = GitUrl.parse(text);
        boolean usable = all.stream()
                .anyMatch(one -> one.name().equals("k") && one.below().covers(url));
        try {
            assertThat(CredentialChoice.of("k", url, all).orElseThrow().name()).isEqualTo("k");
            assertThat(usable).isTrue();
        } catch (FailedBuild _) {
            assertThat(usable).isFalse();
        }
    }
}

package dev.slipway.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.application.Source;
import dev.slipway.platform.build.HookedBuilds.Newest;
import dev.slipway.platform.webhook.Facts.Change;
import dev.slipway.platform.webhook.Facts.Kind;
import dev.slipway.platform.webhook.Facts.PullRequest;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What holds of every decision, whatever a sender says.
class DeciderPropertiesTest {
    private static final String URL = "https://git.example.org/ada/shop.git";

    @Provide
    Arbitrary<Change> changes() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of("main", "next", "v1", "bad name", ""),
                        Arbitraries.of(true, false),
                        Arbitraries.of(Payloads.COMMIT, "c0ffee0", "").injectNull(0.2),
                        Arbitraries.of("Fine", "[skip ci]", "x [CI SKIP] y").injectNull(0.2),
                        Arbitraries.of("web/a.js", "docs/b.md")
                                .list()
                                .ofMaxSize(3)
                                .injectNull(0.3))
                .as(Change::new);
    }

    @Provide
    Arbitrary<Facts> facts() {
        Arbitrary<PullRequest> pulls = Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of("winter", "main", "bad name").injectNull(0.1),
                        Arbitraries.of("main", "next").injectNull(0.1))
                .as((changed, fork, branch, target) ->
                        new PullRequest("7", changed, fork, branch, target, Payloads.COMMIT, null));
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.of(URL, "https://git.example.org/eve/shop", "ada/shop")
                                .list()
                                .ofMaxSize(2),
                        Arbitraries.of("main", "next").injectNull(0.3),
                        changes().list().ofMinSize(1).ofMaxSize(4),
                        pulls)
                .as((kind, repositories, head, changes, pull) -> new Facts(
                        kind,
                        "event",
                        repositories,
                        head,
                        kind == Kind.PUSH ? changes : List.of(),
                        kind == Kind.PULL_REQUEST ? pull : null));
    }

    @Provide
    Arbitrary<Filters> filters() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of(List.<String>of(), List.of("v*"), List.of("**")),
                        Arbitraries.of(true, false),
                        Arbitraries.of(List.<String>of(), List.of("web/**"), List.of("!docs/**")))
                .as((pushes, tags, pulls, paths) -> new Filters(pushes, tags, pulls, paths, null));
    }

    @Provide
    Arbitrary<Situation> situations() {
        return Combinators.combine(
                        Arbitraries.of("main", "next", "refs/heads/main", "refs/tags/v1", Payloads.COMMIT)
                                .injectNull(0.4),
                        Arbitraries.of("main", "next").injectNull(0.5),
                        Arbitraries.of(new Newest(3, Payloads.COMMIT)).injectNull(0.7),
                        Arbitraries.of(true, true, true, false))
                .as((ref, head, newest, git) -> new Situation(
                        git
                                ? new Source(null, new Source.Git(URL, ref, null, null, false))
                                : Source.push(new Source.Push("main", null, false)),
                        head,
                        newest));
    }

    @Property
    void aBuildIsOnlyOfWhatIsAllowed(
            @ForAll("facts") Facts facts,
            @ForAll("filters") Filters filters,
            @ForAll("situations") Situation situation) {
        Verdict verdict = Decider.decide(facts, filters, situation);

        assertThat(verdict.message()).isNotBlank();
        if (verdict instanceof Verdict.Nothing) {
            return;
        }
        assertThat(situation.source().git()).isNotNull();
        assertThat(facts.repositories().isEmpty() || RepositoryAddress.among(facts.repositories(), URL))
                .isTrue();
        assertThat(Payloads.COMMIT).isNotEqualTo(situation.source().git().ref());
        if (verdict instanceof Verdict.Build build) {
            assertThat(build.reason().decision()).isEqualTo(Reason.Decision.QUEUED);
            assertThat(build.deploy()).isEqualTo(facts.kind() == Kind.PUSH);
            assertThat(facts.kind() == Kind.PULL_REQUEST).isEqualTo(build.reason() == Reason.PullRequestChanged);
            if (facts.kind() == Kind.PUSH) {
                assertThat(facts.changes()).anyMatch(change -> builds(change, build, filters));
            } else {
                assertThat(filters.pullRequests()
                                && facts.pull().changed()
                                && !facts.pull().fork())
                        .isTrue();
            }
        } else {
            assertThat(verdict.reason().decision()).isEqualTo(Reason.Decision.REFRESHING);
        }
    }

    private static boolean builds(Change change, Verdict.Build build, Filters filters) {
        boolean asked = change.message() == null
                || !change.message().toLowerCase(Locale.ROOT).matches(".*\\[(skip ci|ci skip)].*");
        boolean wanted = build.ref() == null
                ? filters.pushes()
                : change.tag() && build.ref().equals("refs/tags/" + change.name()) && filters.takesTag(change.name());
        return !change.deleted() && asked && wanted && filters.touches(change.paths());
    }

    @Property
    void equalInputsGiveEqualVerdicts(
            @ForAll("facts") Facts facts,
            @ForAll("filters") Filters filters,
            @ForAll("situations") Situation situation) {
        assertThat(Decider.decide(facts, filters, situation)).isEqualTo(Decider.decide(facts, filters, situation));
    }
}

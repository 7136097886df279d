package dev.slipway.platform.webhook;

import static dev.slipway.platform.webhook.Facts.Kind.OTHER;
import static dev.slipway.platform.webhook.Facts.Kind.PING;
import static dev.slipway.platform.webhook.Facts.Kind.UNNAMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.application.Source;
import dev.slipway.platform.build.HookedBuilds.Newest;
import dev.slipway.platform.webhook.Facts.Change;
import dev.slipway.platform.webhook.Facts.PullRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeciderTest {
    private static final String URL = "https://git.example.org/ada/shop.git";
    private static final String COMMIT = Payloads.COMMIT;
    private static final Situation OF_HEAD = of(null);

    private static Situation of(String ref) {
        return new Situation(new Source(null, new Source.Git(URL, ref, null, null, false)), null, null);
    }

    private static Change branch(String name) {
        return new Change(false, name, false, COMMIT, "Message", List.of("web/a.js"));
    }

    private static Change tag(String name) {
        return new Change(true, name, false, COMMIT, null, null);
    }

    private static Facts push(Change... changes) {
        return Facts.push("push", List.of(URL), "main", List.of(changes));
    }

    private static Verdict decide(Facts facts, Situation situation) {
        return Decider.decide(facts, Filters.USUAL, situation);
    }

    private static Filters tags(String... patterns) {
        return new Filters(true, List.of(patterns), false, List.of(), null);
    }

    private static Filters paths(String... patterns) {
        return new Filters(true, List.of(), false, List.of(patterns), null);
    }

    private static final Filters PULLS = new Filters(true, List.of(), true, List.of(), null);

    @ParameterizedTest
    @CsvSource(
            nullValues = "HEAD",
            value = {
                "HEAD, main, BranchPushed",
                "HEAD, next, BranchMismatch",
                "next, next, BranchPushed",
                "refs/heads/next, next, BranchPushed",
                "next, main, BranchMismatch",
                "refs/tags/next, next, BranchMismatch",
                "da1560886d4f094c3e6c9ef40349f7d38b5d27d7, main, RefFixed"
            })
    void theBranchOfTheSourceIsBuiltAndNoOther(String ref, String pushed, Reason reason) {
        Verdict verdict = decide(push(branch(pushed)), of(ref));

        assertThat(verdict.reason()).isEqualTo(reason);
        if (reason == Reason.BranchPushed) {
            assertThat(verdict).isEqualTo(new Verdict.Build(reason, verdict.message(), null, true));
        }
    }

    @Test
    void theBranchOfTheRemotesHeadIsThatOfTheDeliveryElseThatOfTheLastRefreshElseLookedFor() {
        Facts silent = Facts.push("repo:refs_changed", List.of(), null, List.of(branch("trunk")));
        Situation refreshed = new Situation(OF_HEAD.source(), "trunk", null);

        assertThat(decide(push(branch("main")), refreshed).reason()).isEqualTo(Reason.BranchPushed);
        assertThat(decide(silent, refreshed).reason()).isEqualTo(Reason.BranchPushed);
        assertThat(decide(silent, OF_HEAD)).isInstanceOf(Verdict.Refresh.class);
        assertThat(decide(silent, OF_HEAD).reason()).isEqualTo(Reason.HeadUnknown);
    }

    @Test
    void aMismatchSaysWhatIsBuiltInstead() {
        assertThat(decide(push(branch("next")), OF_HEAD).message()).contains("main", "next");
        assertThat(decide(push(branch("next")), of("stable")).message()).contains("stable", "next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[skip ci] typo", "Typo [ci skip]", "Typo\n\nlong text\n[Skip CI]"})
    void aCommitCanAskForNoBuild(String message) {
        Change change = new Change(false, "main", false, COMMIT, message, null);

        assertThat(decide(push(change), OF_HEAD).reason()).isEqualTo(Reason.SkipAsked);
        assertThat(decide(push(new Change(false, "main", false, COMMIT, "skip ci", null)), OF_HEAD)
                        .reason())
                .isEqualTo(Reason.BranchPushed);
    }

    @Test
    void whatChangesNoPathOfTheFilterIsNotBuiltAndWhatIsNotKnownIs() {
        Change unknown = new Change(false, "main", false, COMMIT, null, null);

        assertThat(Decider.decide(push(branch("main")), paths("web/**"), OF_HEAD)
                        .reason())
                .isEqualTo(Reason.BranchPushed);
        assertThat(Decider.decide(push(branch("main")), paths("api/**"), OF_HEAD)
                        .reason())
                .isEqualTo(Reason.PathsUntouched);
        assertThat(Decider.decide(push(unknown), paths("api/**"), OF_HEAD).reason())
                .isEqualTo(Reason.BranchPushed);
    }

    @Test
    void tagsAreBuiltWhereTheirNameIsWanted() {
        assertThat(decide(push(tag("v1")), OF_HEAD).reason()).isEqualTo(Reason.TagMismatch);
        assertThat(Decider.decide(push(tag("v1")), tags("v*"), OF_HEAD))
                .isInstanceOfSatisfying(Verdict.Build.class, build -> {
                    assertThat(build.ref()).isEqualTo("refs/tags/v1");
                    assertThat(build.deploy()).isTrue();
                });
        assertThat(Decider.decide(push(tag("nightly")), tags("v*"), OF_HEAD).reason())
                .isEqualTo(Reason.TagMismatch);
        assertThat(Decider.decide(push(tag("main")), tags(), OF_HEAD).reason()).isEqualTo(Reason.TagMismatch);
        assertThat(decide(push(tag("stable")), of("stable")).reason()).isEqualTo(Reason.BranchPushed);
        assertThat(Decider.decide(push(tag("v1~bad")), tags("v*"), OF_HEAD).reason())
                .isEqualTo(Reason.RefUnusable);
    }

    @Test
    void pullRequestsAreBuiltWhereTheyAreWantedAndNeverDeployed() {
        PullRequest pull = new PullRequest("7", true, false, "winter", "main", COMMIT, null);

        assertThat(decide(pull(pull), OF_HEAD).reason()).isEqualTo(Reason.PullRequestsOff);
        assertThat(Decider.decide(pull(pull), PULLS, OF_HEAD)).isInstanceOfSatisfying(Verdict.Build.class, build -> {
            assertThat(build.ref()).isEqualTo("refs/heads/winter");
            assertThat(build.deploy()).isFalse();
        });
        assertThat(Decider.decide(pull(pull), PULLS, of("stable")).reason()).isEqualTo(Reason.BranchMismatch);
        assertThat(Decider.decide(
                                pull(new PullRequest("7", true, true, "winter", "main", COMMIT, null)), PULLS, OF_HEAD)
                        .reason())
                .isEqualTo(Reason.PullRequestForeign);
        assertThat(Decider.decide(
                                pull(new PullRequest("7", false, false, "winter", "main", COMMIT, null)),
                                PULLS,
                                OF_HEAD)
                        .reason())
                .isEqualTo(Reason.PullRequestUnchanged);
    }

    private static Facts pull(PullRequest pull) {
        return Facts.pull("pull_request", List.of(URL), "main", pull);
    }

    @Test
    void whatWasDeletedIsNotBuilt() {
        assertThat(decide(push(new Change(false, "main", true, null, null, null)), OF_HEAD)
                        .reason())
                .isEqualTo(Reason.RefDeleted);
        assertThat(Decider.decide(push(new Change(true, "v1", true, null, null, null)), tags("v*"), OF_HEAD)
                        .reason())
                .isEqualTo(Reason.RefDeleted);
    }

    @Test
    void anotherRepositoryIsToldWithBothAddresses() {
        Facts foreign =
                Facts.push("push", List.of("https://git.example.org/eve/shop.git"), "main", List.of(branch("main")));
        Filters named = new Filters(true, List.of(), false, List.of(), "https://git.example.org/eve/shop");

        assertThat(decide(foreign, OF_HEAD).reason()).isEqualTo(Reason.RepositoryMismatch);
        assertThat(decide(foreign, OF_HEAD).message()).contains(URL, "eve/shop");
        assertThat(Decider.decide(foreign, named, OF_HEAD).reason()).isEqualTo(Reason.BranchPushed);
    }

    @Test
    void aPushedSourceIsNotFetched() {
        Situation pushed = new Situation(Source.push(new Source.Push("main", null, false)), null, null);

        assertThat(decide(push(branch("main")), pushed).reason()).isEqualTo(Reason.SourceIsPushed);
        assertThat(decide(Facts.of(UNNAMED, "", List.of()), pushed).reason()).isEqualTo(Reason.SourceIsPushed);
        assertThat(decide(Facts.of(PING, "ping", List.of()), pushed).reason()).isEqualTo(Reason.Ping);
    }

    @Test
    void aPingIsAnsweredAndTellsWhatIsWrongAlready() {
        assertThat(decide(Facts.of(PING, "ping", List.of(URL)), OF_HEAD).message())
                .isEqualTo("It works.");
        assertThat(decide(Facts.of(PING, "ping", List.of("https://git.example.org/eve/shop")), OF_HEAD))
                .satisfies(verdict -> assertThat(verdict.reason()).isEqualTo(Reason.Ping))
                .satisfies(verdict -> assertThat(verdict.message()).contains("eve/shop"));
    }

    @Test
    void whatNamesNoBranchIsLookedAtOrLeft() {
        assertThat(decide(Facts.of(UNNAMED, "", List.of()), OF_HEAD))
                .isInstanceOf(Verdict.Refresh.class)
                .extracting(Verdict::reason)
                .isEqualTo(Reason.NothingNamed);
        assertThat(decide(Facts.of(UNNAMED, "", List.of()), of(COMMIT)).reason())
                .isEqualTo(Reason.RefFixed);
        assertThat(decide(Facts.of(OTHER, "issues", List.of()), OF_HEAD).reason())
                .isEqualTo(Reason.EventNotUsed);
    }

    @Test
    void aCommitThatIsBuiltIsNotBuiltAgain() {
        Situation built = new Situation(OF_HEAD.source(), null, new Newest(4, COMMIT));

        assertThat(decide(push(branch("main")), built).reason()).isEqualTo(Reason.CommitBuilt);
        assertThat(decide(push(branch("main")), built).message()).contains("Build 4");
        assertThat(decide(push(new Change(false, "main", false, "c0ffee0", null, null)), built)
                        .reason())
                .isEqualTo(Reason.BranchPushed);
        assertThat(decide(push(new Change(false, "main", false, "da", null, null)), built)
                        .reason())
                .isEqualTo(Reason.BranchPushed);
    }

    @Test
    void pushesCanBeOffSoThatTagsAloneAreBuilt() {
        Filters tagsOnly = new Filters(false, List.of("v*"), false, List.of(), null);

        assertThat(Decider.decide(push(branch("main")), tagsOnly, OF_HEAD).reason())
                .isEqualTo(Reason.PushesOff);
        assertThat(Decider.decide(push(tag("v1")), tagsOnly, OF_HEAD).reason()).isEqualTo(Reason.TagPushed);
    }

    @Test
    void ofSeveralChangesTheOneThatIsBuiltDecidesElseTheOneAboutTheSourcesRef() {
        Change gone = new Change(false, "main", true, null, null, null);

        assertThat(decide(push(branch("next"), branch("main"), tag("v1")), OF_HEAD)
                        .reason())
                .isEqualTo(Reason.BranchPushed);
        assertThat(decide(push(branch("next"), gone, tag("v1")), OF_HEAD).reason())
                .isEqualTo(Reason.RefDeleted);
    }

    /// Each reason but the one that the queue gives is shown above.
    @Test
    void everyReasonSaysWhatFollows() {
        List<Reason> silent = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            if (reason.decision() == Reason.Decision.SKIPPED && reason.next() == null) {
                silent.add(reason);
            }
        }
        assertThat(silent).isEmpty();
    }
}

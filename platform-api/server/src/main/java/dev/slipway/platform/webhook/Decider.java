package dev.slipway.platform.webhook;

import dev.slipway.model.application.Source;
import dev.slipway.model.source.GitRef;
import dev.slipway.platform.webhook.Facts.Change;
import dev.slipway.platform.webhook.Facts.PullRequest;
import java.util.Comparator;
import java.util.Objects;
import java.util.regex.Pattern;

/// Whether a delivery leads to a build. Pure. A payload is only a hint of what happened: what is built is what the
/// ref names once it is fetched, so deliveries that come late or twice never bring an older commit back.
final class Decider {
    private static final Pattern SKIP = Pattern.compile("\\[(skip ci|ci skip)]", Pattern.CASE_INSENSITIVE);
    private static final String BRANCH = "refs/heads/";
    private static final String TAG = "refs/tags/";
    private static final int SHORTEST_HASH = 7;

    private final Filters filters;
    private final Situation situation;

    private Decider(Filters filters, Situation situation) {
        this.filters = filters;
        this.situation = situation;
    }

    static Verdict decide(Facts facts, Filters filters, Situation situation) {
        return new Decider(filters, situation).decided(facts);
    }

    private Verdict decided(Facts facts) {
        if (facts.kind() == Facts.Kind.PING) {
            return nothing(Reason.Ping, foreign(facts) ? "It works. " + mismatch(facts) : "It works.");
        }
        if (situation.source().git() == null) {
            return nothing(
                    Reason.SourceIsPushed, "The application's source is pushed here, so there is nothing to fetch.");
        }
        if (facts.kind() == Facts.Kind.OTHER) {
            return nothing(Reason.EventNotUsed, "\"" + facts.event() + "\" names no branch or tag that moved.");
        }
        if (foreign(facts)) {
            return nothing(Reason.RepositoryMismatch, mismatch(facts));
        }
        return switch (facts.kind()) {
            case PUSH ->
                facts.changes().stream()
                        .map(change -> ofChange(facts, change))
                        .min(Comparator.comparing(Decider::weight))
                        .orElseThrow();
            case PULL_REQUEST -> ofPull(facts, facts.pull());
            default -> unnamed();
        };
    }

    private static Verdict nothing(Reason reason, String message) {
        return new Verdict.Nothing(reason, message);
    }

    /// What was about the application's own ref says more than what was about another.
    private static int weight(Verdict verdict) {
        boolean elsewhere = verdict.reason() == Reason.BranchMismatch || verdict.reason() == Reason.TagMismatch;
        return verdict.reason().decision().ordinal() * 2 + (elsewhere ? 1 : 0);
    }

    private boolean foreign(Facts facts) {
        Source.Git git = situation.source().git();
        return git != null
                && !facts.repositories().isEmpty()
                && !RepositoryAddress.among(facts.repositories(), address(git));
    }

    private String address(Source.Git git) {
        return filters.repository() == null ? git.url() : filters.repository();
    }

    private String mismatch(Facts facts) {
        return "The delivery is about " + facts.repositories().getFirst() + ", the application is built from "
                + address(situation.source().git()) + ".";
    }

    private Verdict unnamed() {
        return fixed()
                ? nothing(Reason.RefFixed, "The source is one commit, which never moves.")
                : new Verdict.Refresh(
                        Reason.NothingNamed,
                        "The delivery names no branch: the Git URL is looked at, and built where its ref has moved.");
    }

    private String ref() {
        return situation.source().git().ref();
    }

    private boolean fixed() {
        return ref() != null && new GitRef(ref()).isHash();
    }

    private Verdict ofChange(Facts facts, Change change) {
        if (fixed()) {
            return nothing(Reason.RefFixed, "The source is one commit, which never moves.");
        }
        Boolean followed = followed(facts, change.tag(), change.name());
        return Boolean.FALSE.equals(followed) ? ofOther(facts, change) : ofFollowed(change, followed == null);
    }

    /// Null where it is not known which branch the remote's HEAD names.
    private Boolean followed(Facts facts, boolean tag, String name) {
        if (ref() != null) {
            return ref().equals(name) || ref().equals((tag ? TAG : BRANCH) + name);
        }
        if (tag) {
            return false;
        }
        String head = head(facts);
        return head == null ? null : head.equals(name);
    }

    private String head(Facts facts) {
        return facts.defaultBranch() == null ? situation.head() : facts.defaultBranch();
    }

    private Verdict ofFollowed(Change change, boolean unknown) {
        if (change.deleted()) {
            return nothing(Reason.RefDeleted, change.name() + " was deleted.");
        }
        if (!filters.pushes()) {
            return nothing(Reason.PushesOff, "This webhook does not build pushes of branches.");
        }
        Verdict hindrance = hindrance(change);
        if (hindrance != null) {
            return hindrance;
        }
        return unknown
                ? new Verdict.Refresh(
                        Reason.HeadUnknown,
                        "The delivery does not say which branch is the default one: the Git URL is looked at, and built"
                                + " where that has moved.")
                : new Verdict.Build(Reason.BranchPushed, change.name() + " is at" + at(change.commit()), null, true);
    }

    private static String at(String commit) {
        return commit == null ? " another commit." : " commit " + shortened(commit) + ".";
    }

    private static String shortened(String commit) {
        return commit.length() > 12 ? commit.substring(0, 12) : commit;
    }

    /// Null where nothing speaks against building it.
    private Verdict hindrance(Change change) {
        if (change.message() != null && SKIP.matcher(change.message()).find()) {
            return nothing(Reason.SkipAsked, "The commit's message asks for no build: [skip ci].");
        }
        if (!filters.touches(change.paths())) {
            return nothing(
                    Reason.PathsUntouched,
                    "None of the " + change.paths().size() + " changed files counts by the webhook's paths.");
        }
        return built(change.commit());
    }

    private Verdict built(String commit) {
        return situation.newest() != null
                        && commit != null
                        && commit.length() >= SHORTEST_HASH
                        && situation.newest().commit().startsWith(commit)
                ? nothing(
                        Reason.CommitBuilt,
                        "Build " + situation.newest().number() + " is of commit " + shortened(commit) + ".")
                : null;
    }

    private Verdict ofOther(Facts facts, Change change) {
        if (!change.tag()) {
            return nothing(
                    Reason.BranchMismatch,
                    "The application is built from " + (ref() == null ? head(facts) : ref()) + ", not from "
                            + change.name() + ".");
        }
        if (!filters.takesTag(change.name())) {
            return nothing(Reason.TagMismatch, "This webhook does not build the tag " + change.name() + ".");
        }
        if (change.deleted()) {
            return nothing(Reason.RefDeleted, change.name() + " was deleted.");
        }
        Verdict hindrance = hindrance(change);
        return hindrance == null
                ? build(
                        Reason.TagPushed,
                        "The tag " + change.name() + " is at" + at(change.commit()),
                        TAG,
                        change.name(),
                        true)
                : hindrance;
    }

    private static Verdict build(Reason reason, String message, String kind, String name, boolean deploy) {
        try {
            return new Verdict.Build(reason, message, new GitRef(kind + name).name(), deploy);
        } catch (IllegalArgumentException e) {
            return nothing(Reason.RefUnusable, name + " cannot be fetched: it " + e.getMessage() + ".");
        }
    }

    private Verdict ofPull(Facts facts, PullRequest pull) {
        if (!filters.pullRequests()) {
            return nothing(Reason.PullRequestsOff, "This webhook does not build pull requests.");
        }
        if (!pull.changed() || pull.branch() == null) {
            return nothing(Reason.PullRequestUnchanged, "Pull request " + pull.number() + " has no new commits.");
        }
        if (pull.fork()) {
            return nothing(
                    Reason.PullRequestForeign,
                    "The commits of pull request " + pull.number() + " are in another repository.");
        }
        if (Boolean.FALSE.equals(followed(facts, false, Objects.toString(pull.target(), "")))) {
            return nothing(
                    Reason.BranchMismatch,
                    "Pull request " + pull.number() + " is for " + pull.target() + ", which is not built here.");
        }
        Verdict hindrance = hindrance(new Change(false, pull.branch(), false, pull.commit(), pull.message(), null));
        return hindrance == null
                ? build(
                        Reason.PullRequestChanged,
                        "Pull request " + pull.number() + " is at" + at(pull.commit())
                                + " Its release is not deployed.",
                        BRANCH,
                        pull.branch(),
                        false)
                : hindrance;
    }
}

package dev.slipway.platform.webhook;

/// Why a delivery was decided as it was. `docs/errors.md` tells each; a test keeps the two equal.
public enum Reason {
    /// The branch, tag or commit that the application is built from has moved.
    BranchPushed(Decision.QUEUED, null),
    TagPushed(Decision.QUEUED, null),
    PullRequestChanged(Decision.QUEUED, null),

    HeadUnknown(Decision.REFRESHING, "Set source.git.ref, and deliveries tell the number of their build."),
    NothingNamed(Decision.REFRESHING, "Send ref and commit, and the answer tells the number of the build."),

    Ping(Decision.PONG, null),

    EventNotUsed(Decision.SKIPPED, "Nothing; the sender may be told to send pushes only."),
    SourceIsPushed(Decision.SKIPPED, "Push to the application's gitUrl, or PATCH its source to the Git URL."),
    RepositoryMismatch(
            Decision.SKIPPED,
            "Move the webhook to the source's repository; where that has two names, set the webhook's repository."),
    PushesOff(Decision.SKIPPED, "PATCH the webhook with {\"pushes\":true} to build them."),
    BranchMismatch(Decision.SKIPPED, "Set source.git.ref to build another branch."),
    RefDeleted(Decision.SKIPPED, "Nothing; what runs goes on."),
    RefFixed(Decision.SKIPPED, "Set source.git.ref to a branch to follow it."),
    RefUnusable(Decision.SKIPPED, "Give it a name of letters, digits and . _ / + -."),
    TagMismatch(Decision.SKIPPED, "PATCH the webhook with {\"tags\":[\"v*\"]}, or whichever shall be built."),
    PullRequestsOff(Decision.SKIPPED, "PATCH the webhook with {\"pullRequests\":true} to build them."),
    PullRequestUnchanged(Decision.SKIPPED, "Nothing; its commits are what they were."),
    PullRequestForeign(Decision.SKIPPED, "Push its branch to the source's repository to have it built."),
    SkipAsked(Decision.SKIPPED, "POST …/builds builds it all the same."),
    PathsUntouched(Decision.SKIPPED, "PATCH the webhook's paths if it should have been built."),
    CommitBuilt(Decision.SKIPPED, "POST …/builds builds it once more."),
    QueueFull(Decision.SKIPPED, "Replay the delivery when builds have ended, or cancel one.");

    private final Decision decision;
    private final String next;

    Reason(Decision decision, String next) {
        this.decision = decision;
        this.next = next;
    }

    public Decision decision() {
        return decision;
    }

    /// What somebody can do about it, null where nothing is left to do.
    String next() {
        return next;
    }

    /// What becomes of a delivery, the strongest first.
    public enum Decision {
        /// A build waits in the queue.
        QUEUED,
        /// The Git URL is looked at, and built where its ref has moved.
        REFRESHING,
        PONG,
        SKIPPED
    }
}

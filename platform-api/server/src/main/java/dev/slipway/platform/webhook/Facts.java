package dev.slipway.platform.webhook;

import java.util.List;

/// What a delivery says, as far as a decision needs it. event is the sender's own name for it. repositories are the
/// addresses of the one it is about, or its path alone (`owner/name`) where the sender tells no address; empty
/// where it tells nothing. defaultBranch is null where that is not told, pull where it is no pull request.
public record Facts(
        Kind kind,
        String event,
        List<String> repositories,
        String defaultBranch,
        List<Change> changes,
        PullRequest pull) {

    /// What a delivery is about.
    public enum Kind {
        /// The sender tries whether somebody answers.
        PING,
        /// Branches or tags moved, came or went.
        PUSH,
        PULL_REQUEST,
        /// Something happened; the sender does not say to which branch.
        UNNAMED,
        /// What decides nothing: an issue, a comment.
        OTHER
    }

    /// A branch or tag by its short name. commit is where it is now, message that commit's; null where they are
    /// not told. paths are all files that the push changed, null where the sender does not tell all of them, or
    /// more than are kept.
    public record Change(boolean tag, String name, boolean deleted, String commit, String message, List<String> paths) {
        private static final int MOST_PATHS = 3000;
        private static final int MOST_CHARACTERS = 100_000;

        public Change {
            paths = paths == null || paths.isEmpty() || tooMany(paths) ? null : List.copyOf(paths);
        }

        private static boolean tooMany(List<String> paths) {
            return paths.size() > MOST_PATHS
                    || paths.stream().mapToInt(String::length).sum() > MOST_CHARACTERS;
        }
    }

    /// branch is where its commits are, target where they shall go. changed is whether it has commits that it had
    /// not before; fork whether they are in another repository.
    public record PullRequest(
            String number,
            boolean changed,
            boolean fork,
            String branch,
            String target,
            String commit,
            String message) {}

    static Facts of(Kind kind, String event, List<String> repositories) {
        return new Facts(kind, event, repositories, null, List.of(), null);
    }

    static Facts push(String event, List<String> repositories, String defaultBranch, List<Change> changes) {
        return changes.isEmpty()
                ? of(Kind.OTHER, event, repositories)
                : new Facts(Kind.PUSH, event, repositories, defaultBranch, changes, null);
    }

    static Facts pull(String event, List<String> repositories, String defaultBranch, PullRequest pull) {
        return new Facts(Kind.PULL_REQUEST, event, repositories, defaultBranch, List.of(), pull);
    }
}

package dev.slipway.platform.webhook;

import dev.slipway.platform.webhook.Facts.Change;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/// What GitHub, Gitea and GitLab say of one push, as far as they say it in the same form: `ref`, `before`, `after`
/// and `commits` with the files of each.
final class PushedRef {
    private static final String BRANCH = "refs/heads/";
    private static final String TAG = "refs/tags/";
    private static final Pattern NONE = Pattern.compile("0{40}|0{64}");

    /// GitHub's longest list of commits; one of that length may be cut.
    private static final int MOST_COMMITS = 2048;

    private PushedRef() {}

    /// Empty where ref is neither a branch nor a tag.
    static List<Change> change(Payload push, String commit, String message) {
        String ref = push.text("ref");
        if (ref == null || !ref.startsWith(BRANCH) && !ref.startsWith(TAG)) {
            return List.of();
        }
        boolean deleted = push.flag("deleted") || none(push.text("after"));
        return List.of(new Change(
                ref.startsWith(TAG),
                ref.substring(ref.startsWith(TAG) ? TAG.length() : BRANCH.length()),
                deleted,
                deleted ? null : commit,
                deleted ? null : message,
                deleted ? null : paths(push)));
    }

    private static boolean none(String commit) {
        return commit != null && NONE.matcher(commit).matches();
    }

    /// Of a branch that is new or was forced, the commits listed are not the difference to what was there.
    private static List<String> paths(Payload push) {
        List<Payload> commits = push.list("commits");
        int all = Math.max(push.number("total_commits"), push.number("total_commits_count"));
        if (push.flag("created")
                || push.flag("forced")
                || push.text("before") == null
                || none(push.text("before"))
                || commits.isEmpty()
                || commits.size() < all
                || commits.size() >= MOST_COMMITS
                || !commits.stream().allMatch(commit -> commit.has("modified"))) {
            return null;
        }
        Set<String> paths = new LinkedHashSet<>();
        for (Payload commit : commits) {
            for (String kind : List.of("added", "removed", "modified")) {
                commit.texts(kind).forEach(paths::add);
            }
        }
        return List.copyOf(paths);
    }

    /// The message of the one among the commits, or null.
    static String messageOf(Payload push, String commit) {
        return push.list("commits").stream()
                .filter(one -> Objects.equals(one.text("id"), commit))
                .findFirst()
                .map(one -> one.text("message"))
                .orElse(null);
    }
}

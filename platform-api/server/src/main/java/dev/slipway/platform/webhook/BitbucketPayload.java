package dev.slipway.platform.webhook;

import dev.slipway.platform.webhook.Facts.Change;
import dev.slipway.platform.webhook.Facts.Kind;
import dev.slipway.platform.webhook.Facts.PullRequest;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Deliveries of Bitbucket Cloud. They never name files.
final class BitbucketPayload {
    private static final Set<String> PULLS = Set.of("pullrequest:created", "pullrequest:updated");
    private static final Set<String> OTHER_PULLS = Set.of("pullrequest:fulfilled", "pullrequest:rejected");
    private static final int MOST_CHANGES = 100;

    private BitbucketPayload() {}

    static Facts read(String event, Payload payload) {
        List<String> repositories = payload.at("repository").present("links.html.href", "full_name");
        String head = payload.text("repository.mainbranch.name");
        if (event.equals("diagnostics:ping")) {
            return Facts.of(Kind.PING, event, repositories);
        }
        if (event.equals("repo:push")) {
            return Facts.push(
                    event,
                    repositories,
                    head,
                    payload.list("push.changes").stream()
                            .limit(MOST_CHANGES)
                            .map(BitbucketPayload::change)
                            .filter(change -> change.name() != null)
                            .toList());
        }
        return PULLS.contains(event) || OTHER_PULLS.contains(event)
                ? Facts.pull(event, repositories, head, pull(PULLS.contains(event), payload.at("pullrequest")))
                : Facts.of(Kind.OTHER, event, repositories);
    }

    /// `new` is null where the branch or tag has gone, `old` then tells which it was.
    private static Change change(Payload change) {
        boolean deleted = !change.has("new");
        Payload named = change.at(deleted ? "old" : "new");
        return new Change(
                String.valueOf(named.text("type")).contains("tag"),
                named.text("name"),
                deleted,
                deleted ? null : named.text("target.hash"),
                deleted ? null : named.text("target.message"),
                null);
    }

    private static PullRequest pull(boolean changed, Payload pull) {
        String from = pull.text("source.repository.full_name");
        return new PullRequest(
                pull.text("id"),
                changed,
                from == null || !Objects.equals(from, pull.text("destination.repository.full_name")),
                pull.text("source.branch.name"),
                pull.text("destination.branch.name"),
                pull.text("source.commit.hash"),
                null);
    }
}

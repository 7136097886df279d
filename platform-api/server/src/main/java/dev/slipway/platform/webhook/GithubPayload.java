package dev.slipway.platform.webhook;

import dev.slipway.platform.webhook.Facts.Change;
import dev.slipway.platform.webhook.Facts.Kind;
import dev.slipway.platform.webhook.Facts.PullRequest;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Deliveries of GitHub, and of Gitea and Forgejo, which keep to its form.
final class GithubPayload {
    /// GitHub says synchronize, Gitea synchronized.
    private static final Set<String> NEW_COMMITS = Set.of("opened", "reopened", "synchronize", "synchronized");

    private GithubPayload() {}

    static Facts read(String event, Payload payload) {
        List<String> repositories =
                payload.at("repository").present("clone_url", "html_url", "ssh_url", "git_url", "full_name");
        String head = payload.text("repository.default_branch");
        return switch (event) {
            case "ping" -> Facts.of(Kind.PING, event, repositories);
            case "push" -> Facts.push(event, repositories, head, pushed(payload));
            case "delete" -> Facts.push(event, repositories, head, deleted(payload));
            case "pull_request" -> Facts.pull(event, repositories, head, pull(payload));
            default -> Facts.of(Kind.OTHER, event, repositories);
        };
    }

    /// `after` of an annotated tag is the tag's own, `head_commit` is always a commit.
    private static List<Change> pushed(Payload payload) {
        String head = payload.text("head_commit.id");
        String commit = head == null ? payload.text("after") : head;
        String message = payload.text("head_commit.message");
        return PushedRef.change(payload, commit, message == null ? PushedRef.messageOf(payload, commit) : message);
    }

    /// Gitea tells a deletion by an event of its own, with a short name.
    private static List<Change> deleted(Payload payload) {
        String name = payload.text("ref");
        return name == null
                ? List.of()
                : List.of(new Change("tag".equals(payload.text("ref_type")), name, true, null, null, null));
    }

    private static PullRequest pull(Payload payload) {
        Payload pull = payload.at("pull_request");
        String from = pull.text("head.repo.full_name");
        return new PullRequest(
                payload.text("number"),
                NEW_COMMITS.contains(String.valueOf(payload.text("action"))),
                from == null || !Objects.equals(from, pull.text("base.repo.full_name")),
                pull.text("head.ref"),
                pull.text("base.ref"),
                pull.text("head.sha"),
                null);
    }
}

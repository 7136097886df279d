package dev.slipway.platform.webhook;

import dev.slipway.platform.webhook.Facts.Kind;
import dev.slipway.platform.webhook.Facts.PullRequest;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Deliveries of GitLab. What they are stands in the body; the header's name for it is for people.
final class GitlabPayload {
    private static final Set<String> OPENED = Set.of("open", "reopen");

    private GitlabPayload() {}

    static Facts read(String event, Payload payload) {
        Payload project = payload.at("project");
        List<String> repositories = project.present("git_http_url", "web_url", "git_ssh_url", "path_with_namespace");
        String head = project.text("default_branch");
        return switch (String.valueOf(payload.text("object_kind"))) {
            case "push", "tag_push" -> pushed(event, payload, repositories, head);
            case "merge_request" -> Facts.pull(event, repositories, head, pull(payload.at("object_attributes")));
            default -> Facts.of(Kind.OTHER, event, repositories);
        };
    }

    /// The list of commits is empty for a branch that is made of commits which were there.
    private static Facts pushed(String event, Payload payload, List<String> repositories, String head) {
        String checkout = payload.text("checkout_sha");
        String commit = checkout == null ? payload.text("after") : checkout;
        return Facts.push(
                event, repositories, head, PushedRef.change(payload, commit, PushedRef.messageOf(payload, commit)));
    }

    /// An update has `oldrev` where it brought commits.
    private static PullRequest pull(Payload request) {
        String action = String.valueOf(request.text("action"));
        return new PullRequest(
                request.text("iid"),
                OPENED.contains(action) || action.equals("update") && request.has("oldrev"),
                !Objects.equals(request.text("source_project_id"), request.text("target_project_id")),
                request.text("source_branch"),
                request.text("target_branch"),
                request.text("last_commit.id"),
                request.text("last_commit.message"));
    }
}

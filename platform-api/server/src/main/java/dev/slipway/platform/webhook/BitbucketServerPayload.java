package dev.slipway.platform.webhook;

import dev.slipway.platform.webhook.Facts.Change;
import dev.slipway.platform.webhook.Facts.Kind;
import dev.slipway.platform.webhook.Facts.PullRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Deliveries of Bitbucket Server and Data Center. Older versions tell no address of the repository and no message.
final class BitbucketServerPayload {
    private static final Set<String> NEW_COMMITS = Set.of("pr:opened", "pr:from_ref_updated");
    private static final int MOST_CHANGES = 100;

    private BitbucketServerPayload() {}

    static Facts read(String event, Payload payload) {
        if (event.startsWith("pr:")) {
            Payload pull = payload.at("pullRequest");
            return Facts.pull(event, addresses(pull.at("toRef.repository")), null, pull(event, pull));
        }
        List<String> repositories = addresses(payload.at("repository"));
        return switch (event) {
            case "diagnostics:ping" -> Facts.of(Kind.PING, event, repositories);
            case "repo:refs_changed" ->
                Facts.push(
                        event,
                        repositories,
                        null,
                        payload.list("changes").stream()
                                .limit(MOST_CHANGES)
                                .map(change -> change(payload, change))
                                .filter(change -> change.name() != null)
                                .toList());
            default -> Facts.of(Kind.OTHER, event, repositories);
        };
    }

    private static List<String> addresses(Payload repository) {
        List<String> addresses = new ArrayList<>();
        repository.list("links.clone").forEach(link -> addresses.addAll(link.present("href")));
        String project = repository.text("project.key");
        String slug = repository.text("slug");
        if (addresses.isEmpty() && project != null && slug != null) {
            addresses.add(project + "/" + slug);
        }
        return addresses;
    }

    private static Change change(Payload payload, Payload change) {
        boolean deleted = "DELETE".equals(change.text("type"));
        String commit = change.text("toHash");
        return new Change(
                "TAG".equals(change.text("ref.type")),
                change.text("ref.displayId"),
                deleted,
                deleted ? null : commit,
                !deleted && Objects.equals(payload.text("toCommit.id"), commit)
                        ? payload.text("toCommit.message")
                        : null,
                null);
    }

    private static PullRequest pull(String event, Payload pull) {
        return new PullRequest(
                pull.text("id"),
                NEW_COMMITS.contains(event),
                !addresses(pull.at("fromRef.repository")).equals(addresses(pull.at("toRef.repository"))),
                pull.text("fromRef.displayId"),
                pull.text("toRef.displayId"),
                pull.text("fromRef.latestCommit"),
                null);
    }
}

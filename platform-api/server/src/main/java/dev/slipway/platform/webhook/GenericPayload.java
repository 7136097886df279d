package dev.slipway.platform.webhook;

import dev.slipway.platform.webhook.Facts.Change;
import dev.slipway.platform.webhook.Facts.Kind;
import java.util.List;

/// Deliveries of scripts, in a form of our own: everything in it may be left out. What OpenShift's generic webhooks
/// take,
/// the same fields below `git`, is read too.
final class GenericPayload {
    private static final String TAG = "refs/tags/";

    private GenericPayload() {}

    static Facts read(String event, Payload payload) {
        Payload said = payload.has("git") ? payload.at("git") : payload;
        List<String> repositories = said.present("repository", "uri");
        if (event.equals("ping") || "ping".equals(payload.text("event"))) {
            return Facts.of(Kind.PING, "ping", repositories);
        }
        String ref = said.text("ref");
        return ref == null
                ? Facts.of(Kind.UNNAMED, event, repositories)
                : Facts.push(event, repositories, said.text("defaultBranch"), List.of(change(ref, said)));
    }

    private static Change change(String ref, Payload said) {
        return new Change(
                ref.startsWith(TAG),
                ref.replaceFirst("^refs/(heads|tags)/", ""),
                said.flag("deleted"),
                said.text("commit"),
                said.text("message"),
                said.texts("paths").toList());
    }
}

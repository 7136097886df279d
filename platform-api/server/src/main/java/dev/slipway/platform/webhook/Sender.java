package dev.slipway.platform.webhook;

import dev.slipway.model.fault.PlatformException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Who sends deliveries: how it proves itself, where it says what a delivery is and which one, and how it is read.
enum Sender {
    GITHUB(
            "github",
            List.of(Proof.HUB_SIGNATURE_256),
            List.of("X-GitHub-Event"),
            List.of("X-GitHub-Delivery"),
            GithubPayload::read),
    GITLAB(
            "gitlab",
            List.of(Proof.GITLAB_TOKEN),
            List.of("X-Gitlab-Event"),
            List.of("Idempotency-Key", "X-Gitlab-Event-UUID"),
            GitlabPayload::read),
    GITEA(
            "gitea",
            List.of(Proof.GITEA_SIGNATURE, Proof.FORGEJO_SIGNATURE, Proof.HUB_SIGNATURE_256),
            List.of("X-Forgejo-Event", "X-Gitea-Event"),
            List.of("X-Forgejo-Delivery", "X-Gitea-Delivery"),
            GithubPayload::read),
    BITBUCKET(
            "bitbucket",
            List.of(Proof.HUB_SIGNATURE),
            List.of("X-Event-Key"),
            List.of("X-Request-UUID"),
            BitbucketPayload::read),
    BITBUCKET_SERVER(
            "bitbucket-server",
            List.of(Proof.HUB_SIGNATURE),
            List.of("X-Event-Key"),
            List.of("X-Request-Id"),
            BitbucketServerPayload::read),
    GENERIC(
            "generic",
            List.of(Proof.BEARER, Proof.SLIPWAY_TOKEN, Proof.HUB_SIGNATURE_256),
            List.of("Slipway-Event"),
            List.of("Slipway-Delivery", "Webhook-Id", "Idempotency-Key"),
            GenericPayload::read);

    private final String word;
    private final List<Proof> proofs;
    private final List<String> events;
    private final List<String> deliveries;
    private final BiFunction<String, Payload, Facts> reader;

    Sender(
            String word,
            List<Proof> proofs,
            List<String> events,
            List<String> deliveries,
            BiFunction<String, Payload, Facts> reader) {
        this.word = word;
        this.proofs = proofs;
        this.events = events;
        this.deliveries = deliveries;
        this.reader = reader;
    }

    /// Throws FIELD_INVALID.
    static Sender of(String word) {
        return Arrays.stream(values())
                .filter(sender -> sender.word.equals(word))
                .findFirst()
                .orElseThrow(() -> PlatformException.invalid(
                        "sender",
                        "must be one of "
                                + Arrays.stream(values()).map(Sender::word).collect(Collectors.joining(", "))));
    }

    /// Its name in the interface.
    String word() {
        return word;
    }

    List<Proof> proofs() {
        return proofs;
    }

    /// Whether a proof is there at all, right or wrong.
    boolean tries(UnaryOperator<String> headers) {
        return proofs.stream().anyMatch(proof -> headers.apply(proof.header()) != null);
    }

    /// Which delivery it is, by the sender's own count; null where it does not say.
    String delivery(UnaryOperator<String> headers) {
        return first(deliveries, headers);
    }

    Facts read(UnaryOperator<String> headers, Payload payload) {
        String event = first(events, headers);
        return reader.apply(event == null ? "" : event, payload);
    }

    private static String first(List<String> names, UnaryOperator<String> headers) {
        return names.stream()
                .map(headers)
                .filter(Objects::nonNull)
                .filter(value -> !value.isBlank())
                .findFirst()
                .map(value -> Payload.clean(value.length() > 200 ? value.substring(0, 200) : value))
                .orElse(null);
    }
}

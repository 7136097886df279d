package dev.slipway.platform.webhook;

import dev.slipway.database.Database;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.webhook.Refusals.Why;
import dev.slipway.platform.webhook.WebhookStore.Known;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// Lets deliveries in that prove their webhook's secret. An address that is none, one that is closed and a wrong
/// proof cost the same work and get the same answer: a webhook that is not there is checked against a secret of
/// nobody.
@Singleton
class Doorkeeper {
    private static final UUID NOBODY = new UUID(0, 0);

    private final Database loops;
    private final HookSecrets secrets;
    private final Refusals refusals;
    private final Known nobody;

    Doorkeeper(@Named("loops") Database loops, HookSecrets secrets, Refusals refusals) {
        this.loops = loops;
        this.secrets = secrets;
        this.refusals = refusals;
        this.nobody =
                new Known(NOBODY, NOBODY, NOBODY, Sender.GITHUB, false, secrets.seal(secrets.make(), "nobody"), null);
    }

    /// What was let in, and how it proved itself.
    record Admitted(Known webhook, Proof proof) {}

    /// Throws UNAUTHENTICATED.
    Admitted let(String address, UnaryOperator<String> headers, byte[] body) {
        UUID id = id(address);
        Known known = loops.transaction(sql -> WebhookStore.known(sql, id)).orElse(nobody);
        List<String> texts = List.of(
                secrets.open(known.current()),
                secrets.open(known.previous() == null ? nobody.current() : known.previous()));
        Optional<Proof> proof = Proof.of(known.sender().proofs(), headers, body, texts);
        if (proof.isPresent() && known.open()) {
            return new Admitted(known, proof.get());
        }
        refusals.note(id, why(proof.isPresent(), known.sender().tries(headers)), Instant.now());
        throw refused();
    }

    private static UUID id(String address) {
        try {
            return UUID.fromString(address);
        } catch (IllegalArgumentException _) {
            return NOBODY;
        }
    }

    private static Why why(boolean proved, boolean tried) {
        if (proved) {
            return Why.Disabled;
        }
        return tried ? Why.SignatureWrong : Why.SignatureMissing;
    }

    static PlatformException refused() {
        return PlatformException.of(
                ErrorCode.UNAUTHENTICATED,
                "There is no such webhook, or the delivery is not signed with its secret.",
                "Compare address and secret with those of the webhook; GET …/webhooks tells what was wrong.");
    }
}

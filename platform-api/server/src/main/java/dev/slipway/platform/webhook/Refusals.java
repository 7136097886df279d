package dev.slipway.platform.webhook;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Deliveries that proved nothing, by the address they came to, since the platform started: counted, so that
/// whoever set a secret wrongly sees it, and not kept, so that strangers fill no disk.
@Singleton
class Refusals {
    private static final int MOST_ADDRESSES = 10_000;

    private final Map<UUID, Refused> refused = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Refused> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    /// why is that of the last one.
    public record Refused(long count, Instant lastAt, Why why) {}

    public enum Why {
        /// No header that could prove anything.
        SignatureMissing,
        SignatureWrong,
        /// Proved, but the webhook is disabled.
        Disabled
    }

    synchronized void note(UUID address, Why why, Instant now) {
        Refused before = refused.get(address);
        refused.put(address, new Refused(before == null ? 1 : before.count() + 1, now, why));
    }

    synchronized Optional<Refused> of(UUID webhook) {
        return Optional.ofNullable(refused.get(webhook));
    }
}

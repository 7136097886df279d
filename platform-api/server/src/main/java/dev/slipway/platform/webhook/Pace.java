package dev.slipway.platform.webhook;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// So many proved deliveries of a webhook in a minute. What is not proved does not count: whoever knows an address
/// only must not be able to close it.
@Singleton
class Pace {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_WEBHOOKS = 10_000;

    private final int most;
    private final Clock clock;
    private final Map<UUID, Minute> minutes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Minute> eldest) {
            return size() > MOST_WEBHOOKS;
        }
    };

    private record Minute(Instant begun, int taken) {}

    @Inject
    Pace(WebhookConfig config) {
        this(config.perMinute(), Clock.systemUTC());
    }

    Pace(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    /// Throws RATE_LIMITED.
    synchronized void take(UUID webhook) {
        Instant now = clock.instant();
        Minute minute = minutes.get(webhook);
        if (minute == null || !now.isBefore(minute.begun().plus(MINUTE))) {
            minute = new Minute(now, 0);
        }
        if (minute.taken() >= most) {
            throw PlatformException.of(
                            ErrorCode.RATE_LIMITED,
                            "A webhook takes " + most + " deliveries a minute (slipway.webhooks.per-minute).",
                            "Send it again in a minute; the newest delivery is enough.")
                    .retryAfter(Duration.between(now, minute.begun().plus(MINUTE)));
        }
        minutes.put(webhook, new Minute(minute.begun(), minute.taken() + 1));
    }
}

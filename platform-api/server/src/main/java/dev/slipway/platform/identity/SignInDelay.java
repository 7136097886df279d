package dev.slipway.platform.identity;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// After five failures in a row a name waits 1 s before the next try, doubling up to 15 min (OWASP,
/// Authentication).
@Singleton
public class SignInDelay {
    private static final int FREE_FAILURES = 5;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final int MOST_NAMES = 10_000;

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_NAMES;
        }
    };

    private record Failures(int count, Instant until) {}

    @Inject
    SignInDelay() {
        this(Clock.systemUTC());
    }

    SignInDelay(Clock clock) {
        this.clock = clock;
    }

    /// Counts a failure until {@link #succeeded} takes it back, so that guesses made at once count as well. Throws
    /// RATE_LIMITED where the name has to wait.
    synchronized void begin(String name) {
        Failures known = failures.getOrDefault(name, new Failures(0, Instant.EPOCH));
        if (clock.instant().isBefore(known.until())) {
            throw PlatformException.of(
                            ErrorCode.RATE_LIMITED,
                            "Too many failed sign-ins for this name.",
                            "Wait until " + known.until() + " and try again.")
                    .retryAfter(Duration.between(clock.instant(), known.until()).plusSeconds(1));
        }
        int count = known.count() + 1;
        failures.put(name, new Failures(count, clock.instant().plus(wait(count))));
    }

    synchronized void succeeded(String name) {
        failures.remove(name);
    }

    private static Duration wait(int count) {
        if (count < FREE_FAILURES) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(count - FREE_FAILURES, 20));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}

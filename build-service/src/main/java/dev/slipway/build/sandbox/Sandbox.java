package dev.slipway.build.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// A sandbox of a project, from the end of the build that found none to its removal. Pure.
sealed interface Sandbox {

    /// Not there yet; since a build ended.
    record Wanted(Site site, Instant since) implements Sandbox {
        /// The release of the build that ended is started first.
        static final Duration QUIET = Duration.ofSeconds(3);

        boolean due(Instant now) {
            return Duration.between(since, now).compareTo(QUIET) >= 0;
        }
    }

    /// A container that waits. holders are the attempts at builds whose containers may stand in its network; since is
    /// when it was made, or when the last of them left it. spoiled says that one of them did not succeed.
    record Waiting(int project, String container, Set<String> holders, Instant since, Instant madeAt, boolean spoiled)
            implements Sandbox {
        /// As long as somebody who works on an application mostly needs from one push to the next.
        static final Duration REST = Duration.ofMinutes(5);
        /// The engine tells a container its resolvers once.
        static final Duration AGE = Duration.ofMinutes(30);

        static Waiting made(int project, String container, Instant now) {
            return new Waiting(project, container, Set.of(), now, now, false);
        }

        public Waiting {
            holders = Set.copyOf(holders);
        }

        boolean rests() {
            return holders.isEmpty();
        }

        boolean over(Instant now) {
            return rests()
                    && (spoiled
                            || Duration.between(since, now).compareTo(REST) >= 0
                            || Duration.between(madeAt, now).compareTo(AGE) >= 0);
        }

        /// Not while it is somebody else's: builds side by side would meet on one another's ports.
        boolean isFor(String attempt) {
            return !spoiled && (holders.isEmpty() || holders.equals(Set.of(attempt)));
        }

        Waiting heldBy(String attempt) {
            return new Waiting(project, container, Set.of(attempt), since, madeAt, spoiled);
        }

        Waiting leftBy(String attempt, Instant now) {
            Set<String> left = new HashSet<>(holders);
            left.remove(attempt);
            return new Waiting(project, container, left, now, madeAt, spoiled);
        }

        /// Nobody after it follows.
        Waiting spoiledBy(String attempt, Instant now) {
            return new Waiting(project, container, leftBy(attempt, now).holders, now, madeAt, true);
        }
    }
}

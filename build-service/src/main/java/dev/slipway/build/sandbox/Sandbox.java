package dev.slipway.build.sandbox;

import dev.slipway.engine.ContainerSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// A sandbox of a project, from the end of the build that found none to its removal. Pure.
sealed interface Sandbox {

    /// The release of the build that ended is started first.
    Duration QUIET = Duration.ofSeconds(3);

    /// When it was made, or a build left it or had none.
    Instant since();

    default boolean quiet(Instant now) {
        return Duration.between(since(), now).compareTo(QUIET) >= 0;
    }

    /// Not there yet. next is the container that the next build will need, as far as that is known. urgent says that
    /// builds of the project run side by side, and more of them will come at once.
    record Wanted(Site site, Optional<ContainerSpec> next, Instant since, boolean urgent) implements Sandbox {
        Wanted(Site site, Optional<ContainerSpec> next, Instant since) {
            this(site, next, since, false);
        }

        @Override
        public boolean quiet(Instant now) {
            return urgent || Sandbox.super.quiet(now);
        }

        Wanted since(Instant earlier) {
            return new Wanted(site, next, earlier, urgent);
        }

        Wanted atOnce() {
            return new Wanted(site, next, since, true);
        }
    }

    /// A container that waits. holders are the attempts at builds whose containers may stand in its network.
    /// spoiled says that one of them did not succeed.
    record Waiting(
            int project,
            String container,
            Set<String> holders,
            Optional<ContainerSpec> next,
            Optional<Spare> spare,
            Instant since,
            Instant madeAt,
            boolean spoiled)
            implements Sandbox {
        /// As long as somebody who works on an application mostly needs from one push to the next.
        static final Duration REST = Duration.ofMinutes(5);
        /// The engine tells a container its resolvers once.
        static final Duration AGE = Duration.ofMinutes(30);

        static Waiting made(Wanted wanted, String container, Instant now) {
            int project = wanted.site().project();
            return new Waiting(
                    project, container, Set.of(), wanted.next(), Optional.empty(), wanted.since(), now, false);
        }

        static Waiting adopted(int project, String container, Set<String> holders, Instant now, Instant madeAt) {
            return new Waiting(project, container, holders, Optional.empty(), Optional.empty(), now, madeAt, false);
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
            return new Waiting(project, container, Set.of(attempt), next, spare, since, madeAt, spoiled);
        }

        Waiting leftBy(String attempt, Optional<ContainerSpec> following, Instant now) {
            Set<String> left = new HashSet<>(holders);
            left.remove(attempt);
            return new Waiting(
                    project, container, left, following, spare.filter(one -> !one.taken()), now, madeAt, spoiled);
        }

        /// Nobody after it follows.
        Waiting spoiledBy(String attempt, Instant now) {
            Waiting left = leftBy(attempt, Optional.empty(), now);
            return new Waiting(project, container, left.holders, left.next, left.spare, now, madeAt, true);
        }

        Waiting with(Optional<Spare> other) {
            return new Waiting(project, container, holders, next, other, since, madeAt, spoiled);
        }

        /// None waits here until another build has ended.
        Waiting withoutNext() {
            return new Waiting(project, container, holders, Optional.empty(), Optional.empty(), since, madeAt, spoiled);
        }
    }

    /// A container of a build to come that runs already and waits for its input, in the network of a sandbox.
    /// taken says that it has become the container of a build.
    record Spare(String container, ContainerSpec spec, boolean taken) {
        boolean fits(ContainerSpec wanted) {
            return !taken && spec.equals(wanted);
        }

        boolean isUntaken(String id) {
            return !taken && container.equals(id);
        }

        Spare forBuild() {
            return new Spare(container, spec, true);
        }
    }
}

package dev.slipway.build.sandbox;

import dev.slipway.build.sandbox.Sandbox.Spare;
import dev.slipway.build.sandbox.Sandbox.Waiting;
import dev.slipway.build.sandbox.Sandbox.Wanted;
import dev.slipway.engine.ContainerSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// What a process knows of sandboxes, for several threads. Asks no engine.
final class KnownSandboxes {
    private final List<Sandbox> known = new ArrayList<>();
    /// Attempts that found none, with their projects.
    private final Map<String, Integer> alone = new HashMap<>();
    /// How many of a project there were at most at a time, since there was none of it.
    private final Map<Integer, Integer> most = new HashMap<>();

    /// The one that the attempt has already, or else the one that was used last; from now on its alone.
    synchronized Optional<Waiting> held(int project, String attempt) {
        Optional<Waiting> found = waiting()
                .filter(sandbox -> sandbox.project() == project && sandbox.isFor(attempt))
                .max(Comparator.comparing((Waiting sandbox) -> sandbox.holders().contains(attempt))
                        .thenComparing(Waiting::since));
        if (found.isEmpty()) {
            int others = Collections.frequency(alone.values(), project);
            if (alone.put(attempt, project) == null) {
                most.merge(project, others + 1, others == 0 ? (_, one) -> one : Math::max);
            }
        } else {
            alone.remove(attempt);
        }
        return found.map(sandbox -> replaced(sandbox, sandbox.heldBy(attempt)));
    }

    /// The container that waits in what the attempt holds, if it is of that kind; from now on its own.
    synchronized Optional<Spare> taken(int project, String attempt, ContainerSpec kind) {
        return waiting()
                .filter(sandbox -> sandbox.project() == project
                        && sandbox.holders().equals(Set.of(attempt))
                        && sandbox.spare().filter(spare -> spare.fits(kind)).isPresent())
                .findFirst()
                .map(sandbox -> replaced(sandbox, sandbox.with(sandbox.spare().map(Spare::forBuild))))
                .flatMap(Waiting::spare);
    }

    /// The attempt has ended: those that it had, as they are without it.
    synchronized List<Waiting> left(int project, String attempt, UnaryOperator<Waiting> leaving) {
        alone.remove(attempt);
        List<Waiting> joined = waiting()
                .filter(sandbox ->
                        sandbox.project() == project && sandbox.holders().contains(attempt))
                .toList();
        return joined.stream()
                .map(sandbox -> replaced(sandbox, leaving.apply(sandbox)))
                .toList();
    }

    /// For a build that has ended without one: no more than builds of the project found none at a time, as the last of
    /// them had it. At once where others have none now.
    synchronized void want(Wanted asked) {
        int project = asked.site().project();
        Wanted sandbox = alone.containsValue(project) ? asked.atOnce() : asked;
        Optional<Wanted> first = wanted(project).count() < most.getOrDefault(project, 1)
                ? Optional.empty()
                : wanted(project).min(Comparator.comparing(Wanted::since));
        first.ifPresent(known::remove);
        known.add(first.map(before -> sandbox.since(before.since())).orElse(sandbox));
    }

    private Stream<Wanted> wanted(int project) {
        return known.stream()
                .filter(Wanted.class::isInstance)
                .map(Wanted.class::cast)
                .filter(wanted -> wanted.site().project() == project);
    }

    synchronized void add(Collection<Waiting> found) {
        known.addAll(found);
    }

    synchronized void made(Wanted before, Waiting sandbox) {
        replaced(before, sandbox);
    }

    /// Whether it was known just so.
    synchronized boolean forget(Sandbox sandbox) {
        return known.remove(sandbox);
    }

    /// Whether it was known just so.
    synchronized boolean changed(Waiting before, Waiting after) {
        return known.remove(before) && known.add(after);
    }

    /// Those with a spare, also where a build has taken it.
    synchronized List<Waiting> spared() {
        return waiting().filter(sandbox -> sandbox.spare().isPresent()).toList();
    }

    /// Also one that is being made: nobody knows its id yet.
    synchronized boolean knows(int project, String container) {
        return waiting().anyMatch(sandbox -> sandbox.container().equals(container))
                || wanted(project).findAny().isPresent();
    }

    synchronized List<Sandbox> all() {
        return List.copyOf(known);
    }

    synchronized List<Waiting> resting() {
        return waiting().filter(Waiting::rests).toList();
    }

    private Stream<Waiting> waiting() {
        return known.stream().filter(Waiting.class::isInstance).map(Waiting.class::cast);
    }

    private Waiting replaced(Sandbox before, Waiting after) {
        known.remove(before);
        known.add(after);
        return after;
    }
}

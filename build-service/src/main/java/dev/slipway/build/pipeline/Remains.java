package dev.slipway.build.pipeline;

import dev.slipway.engine.ContainerStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a process that ended left of a build: what it remembered, and its container, or null. opening is what the
/// engine's log of the container begins with.
record Remains(HeldBuild build, ContainerStatus container, String opening) {
    private static final int KILLED = 128;

    /// Of each build's newest attempt: only that one's containers can be there. Those of the steps before it assembles
    /// have longer names, and nobody goes on with them.
    static List<Remains> of(
            List<HeldBuild> held, List<ContainerStatus> containers, Function<ContainerStatus, String> opening) {
        Collection<HeldBuild> newest = held.stream()
                .collect(Collectors.toMap(build -> build.order().id(), Function.identity(), newer()))
                .values();
        Map<String, ContainerStatus> byBuild = containers.stream()
                .filter(Remains::assembles)
                .collect(Collectors.toMap(BuildNames::build, Function.identity(), (one, _) -> one));
        return newest.stream()
                .map(build -> {
                    ContainerStatus container = byBuild.get(build.order().id());
                    return new Remains(build, container, container == null ? "" : opening.apply(container));
                })
                .toList();
    }

    private static boolean assembles(ContainerStatus container) {
        return container.name().endsWith(BuildNames.build(container));
    }

    private static BinaryOperator<HeldBuild> newer() {
        return BinaryOperator.maxBy(
                Comparator.comparingInt(build -> build.order().epoch()));
    }

    /// Why it must be built anew; empty when another process can go on with it.
    Optional<String> broken() {
        if (!build.delivered()) {
            return Optional.of("its container had not got all of its input");
        }
        if (container == null) {
            return Optional.of("its container is gone");
        }
        if (container.startedAt() == null) {
            return Optional.of("its container never ran");
        }
        if (opening.lines().noneMatch(line -> line.startsWith(Greeting.text("/")))) {
            return Optional.of("the beginning of its output is gone");
        }
        return endedByItself() ? Optional.empty() : Optional.of("its container was killed");
    }

    /// Also an engine or a machine that went down ends containers, by a signal; whoever is out of memory did it itself.
    private boolean endedByItself() {
        return container.running()
                || container.outOfMemory()
                || container.error() == null && container.exitCode() != null && container.exitCode() < KILLED;
    }
}

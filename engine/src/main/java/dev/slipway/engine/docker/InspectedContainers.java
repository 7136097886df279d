package dev.slipway.engine.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import dev.slipway.engine.ContainerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// What inspecting told of containers, for as long as it holds. The engine tells most of it of one container at a time,
/// which with many of them would be most of what a node does. Of one that runs it holds while its first process lives
/// under the name and address that the engine's list gives. Of one that has ended it holds until it is started by
/// {@link DockerContainers#start}, for nobody else starts what is ours again (ADR 0010).
final class InspectedContainers {
    /// An engine can learn after the end itself that memory ran out.
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private record Inspected(ContainerStatus status, List<String> written, Optional<ProcessHandle> process) {
        boolean holds(Container listed) {
            return List.of(listed.getNames()).contains("/" + status.name())
                    && (status.running() ? runs() && runs(listed) : "exited".equals(listed.getState()));
        }

        private boolean runs(Container listed) {
            return "running".equals(listed.getState())
                    && listed.getNetworkSettings() != null
                    && Objects.equals(
                            status.address(),
                            DockerStatus.address(listed.getNetworkSettings().getNetworks()));
        }

        boolean runs() {
            return process.filter(ProcessHandle::isAlive).isPresent();
        }
    }

    private final Map<String, Inspected> known = new ConcurrentHashMap<>();

    /// Empty where it has to be inspected.
    Optional<ContainerStatus> status(Container listed) {
        return Optional.ofNullable(known.get(listed.getId()))
                .filter(container -> container.holds(listed))
                .map(Inspected::status);
    }

    /// The directories that a container which runs writes to; empty where it has to be inspected.
    Optional<List<String>> written(String id) {
        return Optional.ofNullable(known.get(id)).filter(Inspected::runs).map(Inspected::written);
    }

    ContainerStatus note(InspectContainerResponse container) {
        ContainerStatus status = DockerStatus.of(container);
        if (status.running() || hasSettled(status)) {
            Optional<ProcessHandle> process = Optional.ofNullable(status.pid()).flatMap(ProcessHandle::of);
            known.put(status.id(), new Inspected(status, WrittenFiles.directories(container), process));
        } else {
            forget(status.id());
        }
        return status;
    }

    private static boolean hasSettled(ContainerStatus status) {
        return status.startedAt() != null
                && status.finishedAt() != null
                && status.finishedAt().plus(SETTLED).isBefore(Instant.now());
    }

    void forget(String id) {
        known.remove(id);
    }

    /// Forgets those with all the labels that the engine did not list under them: it no longer has them.
    void keep(Map<String, String> labels, List<Container> listed) {
        Set<String> present = listed.stream().map(Container::getId).collect(Collectors.toSet());
        known.values()
                .removeIf(container -> !present.contains(container.status().id())
                        && container.status().labels().entrySet().containsAll(labels.entrySet()));
    }
}

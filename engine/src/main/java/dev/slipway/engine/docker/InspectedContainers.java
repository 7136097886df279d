package dev.slipway.engine.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import dev.slipway.engine.ContainerStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What inspecting told of containers, for as long as it holds. The engine tells most of it of one container at a time,
/// which with many of them would be most of what a node does. It holds under the name and address that the engine's
/// list
/// gives: of what runs while its first process lives, of what has ended until it is started again.
final class InspectedContainers {
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
        Optional<ProcessHandle> process = Optional.ofNullable(status.pid()).flatMap(ProcessHandle::of);
        known.put(status.id(), new Inspected(status, WrittenFiles.directories(container), process));
        return status;
    }

    void forget(String id) {
        known.remove(id);
    }
}

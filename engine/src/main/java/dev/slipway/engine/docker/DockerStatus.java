package dev.slipway.engine.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.ContainerNetwork;
import dev.slipway.engine.ContainerStatus;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;

/// Reads a container's status out of the engine's words.
final class DockerStatus {
    private DockerStatus() {}

    static ContainerStatus of(InspectContainerResponse container) {
        ContainerState state = container.getState();
        boolean running = Boolean.TRUE.equals(state.getRunning());
        Instant startedAt = instant(state.getStartedAt());
        Long exitCode = running || startedAt == null ? null : state.getExitCodeLong();
        return new ContainerStatus(
                container.getId(),
                container.getName().replaceFirst("^/", ""),
                Map.copyOf(container.getConfig().getLabels()),
                running,
                exitCode == null ? null : exitCode.intValue(),
                Boolean.TRUE.equals(state.getOOMKilled()),
                state.getError() == null || state.getError().isEmpty() ? null : state.getError(),
                running ? address(container.getNetworkSettings().getNetworks()) : null,
                running ? state.getPidLong() : null,
                instant(container.getCreated()),
                startedAt,
                running ? null : instant(state.getFinishedAt()));
    }

    /// Null without one.
    static String address(Map<String, ContainerNetwork> networks) {
        return networks.values().stream()
                .map(ContainerNetwork::getIpAddress)
                .filter(address -> address != null && !address.isEmpty())
                .findFirst()
                .orElse(null);
    }

    /// The engine writes "never" as the year 1.
    private static Instant instant(String text) {
        if (text == null || text.isEmpty() || text.startsWith("0001-")) {
            return null;
        }
        return OffsetDateTime.parse(text).toInstant();
    }
}

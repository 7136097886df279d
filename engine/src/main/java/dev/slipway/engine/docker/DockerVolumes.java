package dev.slipway.engine.docker;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.Volumes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class DockerVolumes implements Volumes {
    private final DockerClients clients;
    private final InstallationLabel label;

    DockerVolumes(DockerClients clients, InstallationLabel label) {
        this.clients = clients;
        this.label = label;
    }

    @Override
    public List<Volume> list(Map<String, String> labels) {
        List<String> wanted = label.on(labels).entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        List<InspectVolumeResponse> found = EngineFaults.looking(
                "list volumes",
                () -> clients.calls()
                        .listVolumesCmd()
                        .withFilter("label", wanted)
                        .exec()
                        .getVolumes());
        return found == null
                ? List.of()
                : found.stream()
                        .map(volume -> new Volume(volume.getName(), volume.getLabels()))
                        .toList();
    }

    @Override
    public long bytes(String name) {
        return own(name)
                .map(InspectVolumeResponse::getMountpoint)
                .map(Path::of)
                .map(DockerVolumes::bytes)
                .orElse(0L);
    }

    private static long bytes(Path directory) {
        return Files.isReadable(directory) ? WrittenFiles.bytes(List.of(directory.toString())) : Long.MAX_VALUE;
    }

    @Override
    public void remove(String name) {
        if (own(name).isEmpty()) {
            return;
        }
        // Many files take their time.
        EngineFaults.asking("remove volume " + name, () -> {
            try {
                return clients.patient().removeVolumeCmd(name).exec();
            } catch (NotFoundException _) {
                return null;
            }
        });
    }

    private Optional<InspectVolumeResponse> own(String name) {
        return EngineFaults.looking("inspect volume " + name, () -> {
            try {
                return Optional.of(clients.calls().inspectVolumeCmd(name).exec())
                        .filter(volume -> label.marks(volume.getLabels()));
            } catch (NotFoundException _) {
                return Optional.empty();
            }
        });
    }
}

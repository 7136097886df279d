package dev.slipway.engine.memory;

import dev.slipway.engine.ContainerSpec.VolumePlace;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.Volumes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class MemoryVolumes implements Volumes {
    private final MemoryMachine machine;
    private final InstallationLabel label;

    MemoryVolumes(MemoryMachine machine, InstallationLabel label) {
        this.machine = machine;
        this.label = label;
    }

    @Override
    public List<Volume> list(Map<String, String> labels) {
        return machine.ask(() -> machine.volumes.values().stream()
                .filter(volume ->
                        volume.labels().entrySet().containsAll(label.on(labels).entrySet()))
                .map(volume -> new Volume(volume.name(), volume.labels()))
                .toList());
    }

    @Override
    public long bytes(String name) {
        return machine.ask(() -> own(name).map(MemoryVolume::bytes).orElse(0L));
    }

    @Override
    public void remove(String name) {
        machine.ask(() -> {
            own(name).ifPresent(volume -> {
                if (machine.containers.values().stream().anyMatch(container -> has(container, name))) {
                    throw new EngineException(Kind.CONFLICT, "a container has the volume " + name, null);
                }
                machine.volumes.remove(name);
            });
            return null;
        });
    }

    private static boolean has(MemoryContainer container, String name) {
        return container.spec().volumes().stream().map(VolumePlace::volume).anyMatch(name::equals);
    }

    private Optional<MemoryVolume> own(String name) {
        return Optional.ofNullable(machine.volumes.get(name)).filter(volume -> label.marks(volume.labels()));
    }
}

package dev.slipway.engine.memory;

import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerSpec.VolumePlace;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Containers;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.NetworkPlace;
import dev.slipway.engine.NetworkPlace.InNetwork;
import dev.slipway.engine.NetworkPlace.Nowhere;
import dev.slipway.engine.NetworkPlace.With;
import dev.slipway.engine.memory.MemoryVolume.Mounted;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class MemoryContainers implements Containers {
    private final MemoryMachine machine;
    private final InstallationLabel label;

    MemoryContainers(MemoryMachine machine, InstallationLabel label) {
        this.machine = machine;
        this.label = label;
    }

    @Override
    public String create(ContainerSpec spec) {
        return machine.ask(() -> {
            MemoryImage image = machine.find(spec.image())
                    .orElseThrow(() -> new EngineException(Kind.IMAGE_MISSING, "no image " + spec.image(), null));
            requireFree(spec.name());
            MemoryContainer container =
                    new MemoryContainer(machine, spec, image, label.on(spec.labels()), mounted(spec, image));
            machine.containers.put(container.id(), container);
            return container.id();
        });
    }

    private void requireFree(String name) {
        if (machine.containers.values().stream().anyMatch(other -> other.name().equals(name))) {
            throw new EngineException(Kind.CONFLICT, "the name " + name + " is taken", null);
        }
    }

    private List<Mounted> mounted(ContainerSpec spec, MemoryImage image) {
        return spec.volumes().stream()
                .map(place -> {
                    MemoryVolume volume = volume(place);
                    volume.fill(image.files(), place.path());
                    return new Mounted(place, volume);
                })
                .toList();
    }

    private MemoryVolume volume(VolumePlace place) {
        return place.volume() == null
                ? new MemoryVolume("", place.labels())
                : machine.volumes.computeIfAbsent(
                        place.volume(), name -> new MemoryVolume(name, label.on(place.labels())));
    }

    @Override
    public void start(String id) {
        start(id, null);
    }

    MemoryContainer start(String id, InputStream input) {
        return machine.ask(() -> {
            MemoryContainer container = requireOwn(id);
            container.start(input, address(container.spec().network()));
            return container;
        });
    }

    /// Null for one that has none of its own.
    private String address(NetworkPlace place) {
        return switch (place) {
            case Nowhere _ -> null;
            case InNetwork in -> {
                MemoryMachine.MemoryNetwork network = machine.networks.get(in.name());
                if (network == null) {
                    throw new EngineException(Kind.NOT_FOUND, "no network " + in.name(), null);
                }
                yield machine.freeAddress(network.spec());
            }
            case With other -> {
                if (!requireOwn(other.container()).running()) {
                    throw new EngineException(
                            Kind.CONFLICT, "the container " + other.container() + " does not run", null);
                }
                yield null;
            }
        };
    }

    @Override
    public void rename(String id, String name) {
        machine.ask(() -> {
            MemoryContainer container = requireOwn(id);
            requireFree(name);
            container.rename(name);
            return null;
        });
    }

    @Override
    public void stop(String id, Duration grace) {
        machine.ask(() -> requireOwn(id)).stop(grace);
    }

    @Override
    public void remove(String id) {
        Optional<MemoryContainer> container = machine.ask(() -> own(id));
        container.ifPresent(found -> {
            found.stop(Duration.ZERO);
            machine.ask(() -> machine.containers.remove(id));
        });
    }

    @Override
    public List<ContainerStatus> list(Map<String, String> labels) {
        return machine.ask(() -> machine.containers.values().stream()
                .filter(container -> container
                        .labels()
                        .entrySet()
                        .containsAll(label.on(labels).entrySet()))
                .map(MemoryContainer::status)
                .toList());
    }

    @Override
    public long writtenBytes(String id) {
        return machine.ask(() -> requireOwn(id)).writtenBytes();
    }

    MemoryContainer requireOwn(String id) {
        return own(id).orElseThrow(() -> new EngineException(
                Kind.NOT_FOUND, "no container " + id + " of installation " + label.installation(), null));
    }

    Optional<MemoryContainer> own(String id) {
        return Optional.ofNullable(machine.containers.get(id)).filter(container -> label.marks(container.labels()));
    }
}

package dev.slipway.engine.memory;

import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.Images;
import dev.slipway.engine.InstallationLabel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

final class MemoryImages implements Images {
    private final MemoryMachine machine;
    private final InstallationLabel label;
    private final MemoryContainers containers;

    MemoryImages(MemoryMachine machine, InstallationLabel label, MemoryContainers containers) {
        this.machine = machine;
        this.label = label;
        this.containers = containers;
    }

    @Override
    public Optional<ImageDescription> inspect(String reference) {
        return machine.ask(() -> machine.find(reference).map(MemoryImage::description));
    }

    @Override
    public String commit(String container, ImageConfiguration configuration, String tag) {
        return machine.ask(() -> {
            MemoryContainer stopped = containers.requireOwn(container);
            MemoryImage image =
                    stopped.image().committed(machine.imageId(), tag, configuration, label, stopped.files());
            machine.put(image, tag);
            return image.description().id();
        });
    }

    @Override
    public void remove(String reference) {
        machine.ask(() -> {
            machine.find(reference).ifPresent(image -> remove(image.description(), reference));
            return null;
        });
    }

    private void remove(ImageDescription image, String reference) {
        if (!label.marks(image.labels())) {
            throw new EngineException(Kind.NOT_FOUND, "image " + reference + " is not this installation's", null);
        }
        if (machine.containers.values().stream()
                .anyMatch(container -> container.image().description().id().equals(image.id()))) {
            throw new EngineException(Kind.CONFLICT, "image " + reference + " is used by a container", null);
        }
        if (image.tags().contains(reference) && image.tags().size() > 1) {
            machine.untag(reference);
        } else {
            machine.images.remove(image.id());
        }
    }

    @Override
    public void pull(String reference, Optional<SignIn> signIn, Duration limit, Consumer<String> told) {
        machine.ask(() -> {
            if (!machine.pulled(reference, signIn)) {
                throw new EngineException(
                        Kind.FAILED, "the engine could not pull image " + reference + ": no registry has it", null);
            }
            return null;
        });
    }

    @Override
    public List<ImageDescription> list(Map<String, String> labels) {
        return machine.ask(() -> machine.images.values().stream()
                .map(MemoryImage::description)
                .filter(image ->
                        image.labels().entrySet().containsAll(label.on(labels).entrySet()))
                .toList());
    }
}

package dev.slipway.engine.memory;

import dev.slipway.engine.ContainerFiles;
import dev.slipway.engine.Containers;
import dev.slipway.engine.Engine;
import dev.slipway.engine.ImageBuilds;
import dev.slipway.engine.ImageTransfer;
import dev.slipway.engine.Images;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.Networks;
import dev.slipway.engine.Streams;
import dev.slipway.engine.Volumes;

final class MemoryEngine implements Engine {
    private final MemoryMachine machine;
    private final MemoryContainers containers;
    private final MemoryStreams streams;
    private final MemoryFiles files;
    private final MemoryImages images;
    private final MemoryBuilds builds;
    private final MemoryTransfer transfer;
    private final MemoryNetworks networks;
    private final MemoryVolumes volumes;

    MemoryEngine(MemoryMachine machine, InstallationLabel label) {
        this.machine = machine;
        this.containers = new MemoryContainers(machine, label);
        this.streams = new MemoryStreams(machine, label, containers);
        this.files = new MemoryFiles(machine, containers);
        this.images = new MemoryImages(machine, label, containers);
        this.builds = new MemoryBuilds(machine, label);
        this.transfer = new MemoryTransfer(machine);
        this.networks = new MemoryNetworks(machine, label);
        this.volumes = new MemoryVolumes(machine, label);
    }

    @Override
    public Containers containers() {
        return containers;
    }

    @Override
    public Streams streams() {
        return streams;
    }

    @Override
    public ContainerFiles files() {
        return files;
    }

    @Override
    public Images images() {
        return images;
    }

    @Override
    public ImageBuilds builds() {
        return builds;
    }

    @Override
    public ImageTransfer transfer() {
        return transfer;
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public Volumes volumes() {
        return volumes;
    }

    @Override
    public void ping() {
        machine.ask(() -> null);
    }

    @Override
    public EngineInfo check() {
        return machine.ask(() -> new EngineInfo("memory", "1", 2, null));
    }

    @Override
    public void close() {
        // Holds nothing: the machine lives on.
    }
}

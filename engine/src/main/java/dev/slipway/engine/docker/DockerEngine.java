package dev.slipway.engine.docker;

import com.github.dockerjava.api.model.Info;
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
import java.nio.file.Path;

/// A Docker Engine on the other side of a unix socket of this machine.
public final class DockerEngine implements Engine {
    private final DockerClients clients;
    private final DockerContainers containers;
    private final DockerStreams streams;
    private final DockerFiles files;
    private final DockerImages images;
    private final DockerBuilds builds;
    private final DockerTransfer transfer;
    private final DockerNetworks networks;
    private final DockerVolumes volumes;

    private DockerEngine(DockerClients clients, InstallationLabel label) {
        this.clients = clients;
        this.containers = new DockerContainers(clients, label);
        this.images = new DockerImages(clients, label, containers);
        this.builds = new DockerBuilds(clients, label);
        this.transfer = new DockerTransfer(clients);
        this.networks = new DockerNetworks(clients, label);
        this.volumes = new DockerVolumes(clients, label);
        this.streams = new DockerStreams(clients, label, containers);
        this.files = new DockerFiles(clients, containers);
    }

    /// Connects and agrees on a version. installation is the id in the label of everything made and listed.
    /// Throws EngineException of kind UNREACHABLE when nobody answers.
    public static DockerEngine connect(Path socket, String installation) {
        return new DockerEngine(DockerClients.connect(socket), new InstallationLabel(installation));
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
        EngineFaults.looking("answer", () -> clients.calls().pingCmd().exec());
    }

    @Override
    public EngineInfo check() {
        Info info = EngineFaults.looking(
                "ask for information", () -> clients.calls().infoCmd().exec());
        int cgroup = "2".equals(info.getCGroupVersion()) ? 2 : 1;
        return new EngineInfo("docker", info.getServerVersion(), cgroup, info.getDockerRootDir());
    }

    @Override
    public void close() {
        containers.close();
        clients.close();
    }
}

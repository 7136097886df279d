package dev.slipway.engine.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.WaitContainerCondition;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Containers;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.docker.HardenedProfile.ImageTraits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

final class DockerContainers implements Containers {
    private static final int REMOVAL_SECONDS = 60;

    private final DockerClients clients;
    private final InstallationLabel label;
    private final HardenedProfile profile;
    private final InspectedContainers inspected = new InspectedContainers();
    private final EngineLife life;

    DockerContainers(DockerClients clients, InstallationLabel label) {
        this.clients = clients;
        this.label = label;
        this.life = new EngineLife(clients);
        // The engine shares this machine's kernel: its socket is a file here.
        this.profile = new HardenedProfile(Files.exists(Path.of("/proc/self/ns/cgroup")));
    }

    @Override
    public String create(ContainerSpec spec) {
        return EngineFaults.calling("create container " + spec.name(), () -> {
            ImageTraits traits = traits(spec.image());
            CreateContainerCmd request = clients.calls().createContainerCmd(spec.image());
            return profile.applied(request, spec, label, traits).exec().getId();
        });
    }

    private ImageTraits traits(String image) {
        ContainerConfig config = clients.calls().inspectImageCmd(image).exec().getConfig();
        return new ImageTraits(
                words(config.getEnv()).anyMatch(entry -> entry.startsWith("HOME=")),
                words(config.getCmd()).anyMatch(word -> word.startsWith("/tmp/")),
                config.getHealthcheck() != null);
    }

    private static Stream<String> words(String[] words) {
        return words == null ? Stream.empty() : Stream.of(words);
    }

    @Override
    public void start(String id) {
        requireOwn(id);
        int now = life.current();
        try {
            EngineFaults.calling("start container " + id, () -> {
                try {
                    clients.calls().startContainerCmd(id).exec();
                    life.started(id, now);
                    return null;
                } catch (NotModifiedException _) {
                    return null;
                }
            });
        } finally {
            inspected.forget(id);
        }
    }

    @Override
    public void rename(String id, String name) {
        requireOwn(id);
        EngineFaults.calling(
                "rename container " + id,
                () -> clients.calls().renameContainerCmd(id).withName(name).exec());
    }

    @Override
    public void stop(String id, Duration grace) {
        requireOwn(id);
        int seconds = Math.toIntExact(grace.plusMillis(999).toSeconds());
        EngineFaults.asking("stop container " + id, () -> {
            try {
                return clients.patient()
                        .stopContainerCmd(id)
                        .withTimeout(seconds)
                        .exec();
            } catch (NotModifiedException _) {
                return null;
            }
        });
    }

    @Override
    public void remove(String id) {
        life.forget(id);
        if (inspect(id).isEmpty()) {
            return;
        }
        EngineFaults.asking("remove container " + id, () -> {
            try {
                return clients.patient()
                        .removeContainerCmd(id)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException _) {
                return null;
            } catch (ConflictException e) {
                return awaitRemoval(id, e);
            }
        });
    }

    /// Somebody else is at it already.
    private Void awaitRemoval(String id, ConflictException conflict) {
        if (!conflict.getMessage().contains("already in progress")) {
            throw conflict;
        }
        try (WaitContainerResultCallback removed = new WaitContainerResultCallback()) {
            clients.patient()
                    .waitContainerCmd(id)
                    .withCondition(WaitContainerCondition.REMOVED)
                    .exec(removed)
                    .awaitCompletion(REMOVAL_SECONDS, TimeUnit.SECONDS);
        } catch (NotFoundException _) {
            return null;
        } catch (InterruptedException | java.io.IOException e) {
            throw EngineFaults.unanswered("remove container " + id, e);
        }
        return null;
    }

    @Override
    public List<ContainerStatus> list(Map<String, String> labels) {
        Map<String, String> wanted = label.on(labels);
        List<Container> found = EngineFaults.looking(
                "list containers",
                () -> clients.calls()
                        .listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(wanted)
                        .exec());
        inspected.keep(wanted, found);
        return found.stream().flatMap(container -> status(container).stream()).toList();
    }

    private Optional<ContainerStatus> status(Container listed) {
        return inspected.status(listed).or(() -> inspect(listed.getId()).map(inspected::note));
    }

    EngineLife life() {
        return life;
    }

    static boolean runs(InspectContainerResponse container) {
        return Boolean.TRUE.equals(container.getState().getRunning());
    }

    @Override
    public long writtenBytes(String id) {
        List<String> directories = inspected.written(id).orElseGet(() -> WrittenFiles.directories(requireOwn(id)));
        return directories.isEmpty() ? askedSize(id) : WrittenFiles.bytes(directories);
    }

    /// What the engine itself says, for storage that keeps no such directory.
    private long askedSize(String id) {
        Long size = EngineFaults.looking(
                "measure container " + id,
                () -> clients.calls()
                        .inspectContainerCmd(id)
                        .withSize(true)
                        .exec()
                        .getSizeRw());
        return size == null ? 0 : size;
    }

    /// Empty when it is not there or not ours.
    Optional<InspectContainerResponse> inspect(String id) {
        return EngineFaults.looking("inspect container " + id, () -> {
            try {
                InspectContainerResponse found =
                        clients.calls().inspectContainerCmd(id).exec();
                return Optional.of(found)
                        .filter(container -> label.marks(container.getConfig().getLabels()));
            } catch (NotFoundException _) {
                return Optional.empty();
            }
        });
    }

    InspectContainerResponse requireOwn(String id) {
        return inspect(id)
                .orElseThrow(() -> new EngineException(
                        Kind.NOT_FOUND, "no container " + id + " of installation " + label.installation(), null));
    }

    void close() {
        life.close();
    }
}

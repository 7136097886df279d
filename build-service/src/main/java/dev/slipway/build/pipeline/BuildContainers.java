package dev.slipway.build.pipeline;

import dev.slipway.build.sandbox.Sandboxes;
import dev.slipway.build.sandbox.Site;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.DiskWatch;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.NetworkPlace;
import dev.slipway.engine.OwnLabels;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.fault.KillPoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The containers in which a build works, one after the other: made, bounded while they work, removed. With them go the
/// images that nobody will be told of.
final class BuildContainers {
    private static final System.Logger LOG = System.getLogger(BuildContainers.class.getName());

    private final Engine engine;
    private final Sandboxes sandboxes;
    private final BuildNames names;
    private final long diskBytes;

    BuildContainers(Engine engine, Sandboxes sandboxes, PipelineConfig config) {
        this.engine = engine;
        this.sandboxes = sandboxes;
        this.names = new BuildNames(config.installation(), config.node());
        this.diskBytes = config.space().build();
    }

    /// In the place of whatever an earlier attempt left. Returns its id.
    String create(Work work, ContainerSpec container) {
        boolean first = work.order().epoch() == 1;
        if (!first || work.begun) {
            removeOthers(work);
        }
        if (!first) {
            removeImages(work.order(), "");
        }
        return created(work, container);
    }

    /// All of the build but those that have done their part in it.
    void removeOthers(Work work) {
        of(engine, work.order())
                .map(ContainerStatus::id)
                .filter(old -> !work.spent.contains(old))
                .forEach(engine.containers()::remove);
    }

    /// All of a build.
    static Stream<ContainerStatus> of(Engine engine, BuildOrder order) {
        Map<String, String> labels =
                Map.of(OwnLabels.PROJECT, order.projectId(), OwnLabels.APPLICATION, order.application());
        return Sandboxes.builds(engine, labels).stream()
                .filter(container -> BuildNames.build(container).equals(order.id()));
    }

    String created(Work work, ContainerSpec container) {
        BuildOrder order = work.order();
        NetworkPlace place = place(order, container.network());
        Optional<String> spare =
                sandboxes.spare(order.network().number(), BuildNames.attempt(order), ofAnyBuild(container));
        String id = spare.orElseGet(() -> engine.containers().create(container.at(place)));
        work.begun = true;
        work.unnamed = spare.isPresent();
        KillPoint.CONTAINER_CREATED.reached();
        return id;
    }

    /// One that waited has the name of the build from now on, by which another process finds it. The engine takes its
    /// time for that, so it comes when the script is at work already.
    void named(Work work) {
        if (work.unnamed) {
            engine.containers().rename(work.container, names.container(work.order()));
            work.unnamed = false;
        }
    }

    /// As it could be started before anybody knows the build: what is of one build alone reaches it with its input.
    static ContainerSpec ofAnyBuild(ContainerSpec container) {
        return container.as(container.name(), BuildVariables.ofAnyBuild(container.environment()), container.labels());
    }

    /// In the network of a container that waits for it, or else in its own, which is there then.
    private NetworkPlace place(BuildOrder order, NetworkPlace own) {
        Optional<String> sandbox = sandboxes.join(order.network().number(), BuildNames.attempt(order));
        if (sandbox.isPresent()) {
            return new NetworkPlace.With(sandbox.get());
        }
        engine.networks().ensure(names.network(order));
        return own;
    }

    /// When no container of it runs any more: the next build of the project has the network, or a fresh one where this
    /// one did not succeed.
    void leaveNetwork(Work work) {
        BuildOrder order = work.order();
        int project = order.network().number();
        Optional<ContainerSpec> next = work.succeeded ? Optional.ofNullable(work.next) : Optional.empty();
        if (work.succeeded && sandboxes.leave(project, BuildNames.attempt(order), next)) {
            return;
        }
        abandonNetwork(order);
        if (work.builder != null) {
            sandboxes.want(
                    new Site(
                            project,
                            names.network(order).name(),
                            order.network().uid(),
                            work.builder),
                    next);
        }
    }

    void abandonNetwork(BuildOrder order) {
        sandboxes.abandon(order.network().number(), BuildNames.attempt(order));
    }

    /// Of an attempt that died after its commit, or while the engine stored it: nobody was told of them, and nobody
    /// will be.
    void removeImages(BuildOrder order, String except) {
        engine.images().list(Map.of(OwnLabels.BUILD, order.id())).stream()
                .filter(old -> !old.id().equals(except))
                .forEach(old -> engine.images().remove(old.id()));
    }

    /// A step in a container of its own that a build can do without: where the engine refuses something, the build
    /// goes on and its log says why. Whatever else ends it leaves the container to who ends the build.
    <T> Optional<T> spared(Work work, String without, Supplier<Optional<T>> step) {
        Optional<T> result;
        try {
            result = step.get();
        } catch (EngineException refused) {
            if (BuildPipeline.brokenOff(refused)) {
                throw refused;
            }
            work.log.line(without + refused.getMessage() + ".");
            result = Optional.empty();
        }
        if (result.isPresent()) {
            work.spent.add(work.container);
        } else {
            remove(work.container);
        }
        work.container = null;
        return result;
    }

    <T> T bounded(Work work, Supplier<T> step) {
        T result = bounded(work, 0, step);
        measured(work);
        return result;
    }

    /// What the container writes is measured while it runs and once more when it has ended, beside what comes next,
    /// until {@link #measured} is asked. room is for what its volumes hold, in bytes.
    <T> T bounded(Work work, long room, Supplier<T> step) {
        Consumer<String> full = _ -> work.watch.befall(Fate.DISK_FULL);
        String container = work.container;
        long limit = diskBytes + room;
        try (DiskWatch disk = new DiskWatch(engine.containers(), limit, () -> List.of(container), full).start()) {
            T result = step.get();
            work.look = Thread.ofVirtual().name("disk-" + container).start(disk::look);
            return result;
        }
    }

    /// Throws FailedBuild DiskLimitExceeded where the container that has ended wrote too much.
    void measured(Work work) {
        try {
            if (work.look != null) {
                work.look.join();
                work.look = null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.INTERRUPTED, "interrupted", e);
        }
        if (work.watch.fate() == Fate.DISK_FULL) {
            throw diskFull(work.log);
        }
    }

    FailedBuild diskFull(LogShipper log) {
        return new FailedBuild(
                FailureReason.DiskLimitExceeded,
                "The build wrote more than the " + (diskBytes >> 20) + " MiB of disk that it may use.",
                log.evidence());
    }

    /// An image that did not pass, with the container that it has. What stays behind is swept later by its name.
    void removeUnchecked(Work work) {
        remove(work.container);
        try {
            engine.images().remove(work.unchecked);
        } catch (EngineException e) {
            LOG.log(System.Logger.Level.WARNING, "The image " + work.unchecked + " could not be removed", e);
        }
    }

    void removeAll(Work work) {
        remove(work.container);
        work.spent.forEach(this::remove);
    }

    /// What stays behind is swept later by its name. container null means none.
    void remove(String container) {
        try {
            if (container != null) {
                engine.containers().remove(container);
            }
        } catch (EngineException e) {
            LOG.log(System.Logger.Level.WARNING, "The build container " + container + " could not be removed", e);
        }
    }
}

package dev.slipway.build.sandbox;

import dev.slipway.build.sandbox.Sandbox.Spare;
import dev.slipway.build.sandbox.Sandbox.Waiting;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.DiskWatch;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.NetworkPlace.With;
import dev.slipway.engine.OwnLabels;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Containers that run already and wait for the source of the next build, in the networks that wait.
final class Spares implements AutoCloseable {
    /// Each takes as much again as its sandbox.
    static final int MOST = 4;

    private static final System.Logger LOG = System.getLogger(Spares.class.getName());
    private static final String NAME = "-spare-p";
    /// As much as an ENTRYPOINT may note.
    private static final long MOST_WRITTEN = 16L << 20;

    private final Engine engine;
    private final String installation;
    private final String node;
    private final KnownSandboxes known;
    private final Consumer<String> removal;
    private final Lock making = new ReentrantLock();
    private final DiskWatch disks;

    /// removal takes the id of a container, and removes it now or later.
    Spares(Engine engine, String installation, String node, KnownSandboxes known, Consumer<String> removal) {
        this.engine = engine;
        this.installation = installation;
        this.node = node;
        this.known = known;
        this.removal = removal;
        this.disks = new DiskWatch(engine.containers(), MOST_WRITTEN, this::untaken, this::wrote);
    }

    void start() {
        disks.start();
    }

    @Override
    public void close() {
        disks.close();
    }

    /// What waits in the sandbox that the attempt has joined, where it is as wanted.
    Optional<String> take(int project, String attempt, ContainerSpec wanted) {
        return known.taken(project, attempt, ofAnyBuild(wanted))
                .map(Spare::container)
                .filter(this::takesInput);
    }

    /// One that has ended said something already, and may have left something; one that an engine of before started
    /// cannot be told where its input ends.
    private boolean takesInput(String container) {
        try {
            if (engine.streams().takesInput(container)) {
                return true;
            }
        } catch (EngineException gone) {
            LOG.log(System.Logger.Level.DEBUG, "a build goes on without the spare " + container, gone);
        }
        removal.accept(container);
        return false;
    }

    /// Those that were used last have a spare that is as the next build will need it, the others have none.
    void prepare(Instant now) {
        List<Waiting> resting = known.resting().stream()
                .sorted(Comparator.comparing(Waiting::since).reversed())
                .toList();
        resting.stream().limit(MOST).forEach(sandbox -> prepare(sandbox, sandbox.next(), now));
        resting.stream().skip(MOST).forEach(sandbox -> prepare(sandbox, Optional.empty(), now));
    }

    private void prepare(Waiting sandbox, Optional<ContainerSpec> wanted, Instant now) {
        Optional<ContainerSpec> there = sandbox.spare().map(Spare::spec);
        if (there.isPresent() && !there.equals(wanted)) {
            drop(sandbox, sandbox.with(Optional.empty()));
        } else if (there.isEmpty() && wanted.isPresent() && sandbox.quiet(now)) {
            make(sandbox, wanted.get());
        }
    }

    /// Unless a build has come for it meanwhile.
    private void drop(Waiting sandbox, Waiting without) {
        if (known.changed(sandbox, without)) {
            sandbox.spare().map(Spare::container).ifPresent(removal);
        }
    }

    /// A build that comes meanwhile goes on without it.
    private void make(Waiting sandbox, ContainerSpec spec) {
        Optional<String> container = Optional.empty();
        making.lock();
        try {
            container = Optional.of(engine.containers().create(named(spec, sandbox)));
            engine.containers().start(container.get());
            Spare spare = new Spare(container.get(), spec, false);
            if (!known.changed(sandbox, sandbox.with(Optional.of(spare)))) {
                removal.accept(spare.container());
            }
        } catch (EngineException without) {
            LOG.log(System.Logger.Level.DEBUG, "the next build makes its container itself", without);
            known.changed(sandbox, sandbox.withoutNext());
            container.ifPresent(removal);
        } finally {
            making.unlock();
        }
    }

    private ContainerSpec named(ContainerSpec spec, Waiting sandbox) {
        String name = "slipway-" + installation + NAME + sandbox.project() + "-" + UUID.randomUUID();
        return spec.as(name, spec.environment(), spec.labels()).at(new With(sandbox.container()));
    }

    /// Nothing should: a layer's own programs may come first in its PATH, and nobody's time counts here.
    private void wrote(String spare) {
        LOG.log(System.Logger.Level.INFO, "the spare " + spare + " wrote to its disk before its build came; it goes");
        known.spared().stream()
                .filter(sandbox -> sandbox.spare().get().isUntaken(spare))
                .forEach(sandbox -> drop(sandbox, sandbox.withoutNext()));
    }

    /// Not while one is being made: nobody knows its id yet.
    void sweep() {
        making.lock();
        try {
            waiting(engine, Map.of(OwnLabels.NODE, node))
                    .map(ContainerStatus::id)
                    .filter(container -> !knows(container))
                    .forEach(engine.containers()::remove);
        } finally {
            making.unlock();
        }
    }

    private boolean knows(String container) {
        return known.spared().stream()
                .anyMatch(sandbox -> sandbox.spare().get().container().equals(container));
    }

    private List<String> untaken() {
        return known.spared().stream()
                .map(sandbox -> sandbox.spare().get())
                .filter(spare -> !spare.taken())
                .map(Spare::container)
                .toList();
    }

    /// What is the same in each build like it: it has no name, and its labels say nothing of a build.
    static ContainerSpec ofAnyBuild(ContainerSpec container) {
        Map<String, String> labels = new HashMap<>(container.labels());
        labels.put(OwnLabels.BUILD, "");
        return container.as("", container.environment(), labels);
    }

    static void removeOf(Engine engine, int project) {
        waiting(engine, Map.of())
                .filter(container -> container.name().contains(NAME + project + "-"))
                .map(ContainerStatus::id)
                .forEach(engine.containers()::remove);
    }

    private static Stream<ContainerStatus> waiting(Engine engine, Map<String, String> labels) {
        return ofBuilds(engine, labels).filter(Spares::waits);
    }

    /// Containers of builds and those that wait for one.
    static Stream<ContainerStatus> ofBuilds(Engine engine, Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(OwnLabels.KIND, Sandboxes.BUILD);
        return engine.containers().list(all).stream();
    }

    /// A build that takes it gives it another name, when it has its input.
    static boolean waits(ContainerStatus container) {
        return container.name().contains(NAME);
    }
}

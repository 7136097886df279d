package dev.slipway.build.sandbox;

import dev.slipway.build.sandbox.Sandbox.Spare;
import dev.slipway.build.sandbox.Sandbox.Waiting;
import dev.slipway.build.sandbox.Sandbox.Wanted;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.DiskWatch;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.NetworkPlace.InNetwork;
import dev.slipway.engine.NetworkPlace.With;
import dev.slipway.engine.OwnLabels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Networks that wait for the next build of their project. Most of the time in which an engine starts a container goes
/// to its network, whatever runs in it. So where a build ended a container stays for a while that only waits, and the
/// next builds of the project join its network, one at a time. In those that were used last also the container waits in
/// which the next build will most likely assemble. Without either a build takes longer and is the same otherwise.
public final class Sandboxes implements AutoCloseable {
    /// Each takes the memory of a shell and of what the engine keeps for a container, about 10 MiB.
    static final int MOST = 8;
    static final int MOST_SPARES = 4;
    /// The kind of the containers of builds, and of those that wait for one: labels cannot be changed.
    public static final String BUILD = "build";
    private static final String SPARE = "-spare-p";

    private static final System.Logger LOG = System.getLogger(Sandboxes.class.getName());
    private static final String SANDBOX = "sandbox";
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final long PERIOD_NANOS = 1_000_000_000;
    private static final List<String> SHELL = List.of("/bin/sh");
    /// Nobody writes to its standard input, and the engine keeps that open.
    private static final List<String> WAITS = List.of("-c", "read _");
    /// For its start; afterwards it does nothing.
    private static final int CPU_MILLIS = 250;
    private static final int FEWEST_SHARES = 2;
    private static final long MEMORY_BYTES = 16L << 20;
    private static final int PIDS = 16;
    private static final long SHM_BYTES = 1L << 20;
    /// By a spare: as much as an ENTRYPOINT may note.
    private static final long MOST_WRITTEN = 16L << 20;

    private final Engine engine;
    private final String installation;
    private final String node;
    private final List<String> dns;
    private final InstantSource clock;
    private final KnownSandboxes known = new KnownSandboxes();
    private final Lock making = new ReentrantLock();
    private final DiskWatch disks;
    private Thread thread;

    /// dns names the resolvers that builds ask, empty for the engine's.
    public Sandboxes(Engine engine, String installation, String node, List<String> dns, InstantSource clock) {
        this.engine = engine;
        this.installation = installation;
        this.node = node;
        this.dns = dns;
        this.clock = clock;
        this.disks = new DiskWatch(engine.containers(), MOST_WRITTEN, known::spares, this::wrote);
    }

    public synchronized void start() {
        disks.start();
        thread = Thread.ofVirtual().name("sandboxes").start(this::run);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                turn();
            } catch (RuntimeException failure) {
                LOG.log(System.Logger.Level.WARNING, "looking after sandboxes failed and is tried again", failure);
            }
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }

    /// The container whose network an attempt at a build can join, from now on its alone; empty where none waits.
    /// Throws EngineException when the engine cannot be asked.
    public Optional<String> join(int project, String attempt) {
        Optional<Waiting> mine = known.held(project, attempt);
        if (mine.isPresent() && !runs(mine.get())) {
            remove(mine.get());
            return Optional.empty();
        }
        return mine.map(Waiting::container);
    }

    private boolean runs(Waiting sandbox) {
        return engine.containers().list(labels(sandbox.project())).stream()
                .anyMatch(container -> container.id().equals(sandbox.container()) && container.running());
    }

    /// A container that waits for its input in what the attempt has joined and is as wanted, but for what its
    /// labels say of the build; from now on it has the name wanted.
    public Optional<String> spare(int project, String attempt, ContainerSpec wanted) {
        return known.taken(project, attempt, ofAnyBuild(wanted))
                .map(Spare::container)
                .filter(container -> isNamed(container, wanted));
    }

    /// One that has ended said something already, and may have left something.
    private boolean isNamed(String container, ContainerSpec wanted) {
        try {
            if (runs(container, wanted)) {
                engine.containers().rename(container, wanted.name());
                return true;
            }
        } catch (EngineException gone) {
            LOG.log(System.Logger.Level.DEBUG, "a build goes on without the spare " + container, gone);
        }
        removed(container);
        return false;
    }

    private boolean runs(String container, ContainerSpec like) {
        Map<String, String> labels = ofAnyBuild(like).labels();
        return engine.containers().list(labels).stream()
                .anyMatch(one -> one.id().equals(container) && one.running());
    }

    /// No container of the attempt runs any more. next is the container in which a build like it would assemble.
    /// Returns whether it stood in a network that waited.
    public boolean leave(int project, String attempt, Optional<ContainerSpec> next) {
        Instant now = clock.instant();
        Optional<ContainerSpec> any = next.map(Sandboxes::ofAnyBuild);
        return !known.left(project, attempt, sandbox -> sandbox.leftBy(attempt, any, now))
                .isEmpty();
    }

    /// The attempt did not succeed, whatever the reason: nobody after it joins where it stood.
    public void abandon(int project, String attempt) {
        Instant now = clock.instant();
        known.left(project, attempt, sandbox -> sandbox.spoiledBy(attempt, now)).stream()
                .filter(Waiting::rests)
                .forEach(this::remove);
    }

    /// A build has ended that found none or that nobody shall follow where it stood; another one may come soon.
    public void want(Site site, Optional<ContainerSpec> next) {
        known.want(new Wanted(site, next.map(Sandboxes::ofAnyBuild), clock.instant()));
    }

    /// Attempts of an earlier process of this node go on, with the numbers of their projects: what waits there is
    /// theirs. Throws EngineException when the engine cannot be asked.
    public void adopt(Map<String, Integer> attempts) {
        known.add(all().stream()
                .filter(ContainerStatus::running)
                .flatMap(container -> adopted(container, attempts).stream())
                .toList());
    }

    private Optional<Waiting> adopted(ContainerStatus container, Map<String, Integer> attempts) {
        int project = project(container);
        Set<String> holders = attempts.keySet().stream()
                .filter(attempt -> attempts.get(attempt) == project)
                .collect(Collectors.toSet());
        return holders.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Waiting.adopted(project, container.id(), holders, clock.instant(), container.createdAt()));
    }

    private static int project(ContainerStatus container) {
        return Integer.parseInt(container.labels().get(OwnLabels.NETWORK));
    }

    /// Removes those of this node that are not known here.
    public void sweep() {
        try {
            all().stream()
                    .filter(container -> !known.knows(project(container), container.id()))
                    .map(ContainerStatus::id)
                    .forEach(engine.containers()::remove);
            sweepSpares();
        } catch (EngineException later) {
            LOG.log(System.Logger.Level.DEBUG, "left sandboxes are removed later", later);
        }
    }

    /// Not while one is being made: nobody knows its id yet.
    private void sweepSpares() {
        making.lock();
        try {
            spares(engine, Map.of(OwnLabels.NODE, node))
                    .map(ContainerStatus::id)
                    .filter(container -> !known.knowsSpare(container))
                    .forEach(engine.containers()::remove);
        } finally {
            making.unlock();
        }
    }

    private List<ContainerStatus> all() {
        return engine.containers().list(Map.of(OwnLabels.KIND, SANDBOX, OwnLabels.NODE, node));
    }

    /// Containers of builds, without those that wait for one.
    public static List<ContainerStatus> builds(Engine engine, Map<String, String> labels) {
        return ofBuilds(engine, labels).filter(container -> !waits(container)).toList();
    }

    private static Stream<ContainerStatus> spares(Engine engine, Map<String, String> labels) {
        return ofBuilds(engine, labels).filter(Sandboxes::waits);
    }

    private static Stream<ContainerStatus> ofBuilds(Engine engine, Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(OwnLabels.KIND, BUILD);
        return engine.containers().list(all).stream();
    }

    /// A build that takes it gives it another name.
    private static boolean waits(ContainerStatus container) {
        return container.name().contains(SPARE);
    }

    /// One look: makes what is wanted, removes what has rested long enough.
    void turn() {
        Instant now = clock.instant();
        for (Sandbox sandbox : known.all()) {
            switch (sandbox) {
                case Wanted wanted when wanted.quiet(now) -> make(wanted);
                case Waiting waiting when waiting.over(now) -> remove(waiting);
                default -> {}
            }
        }
        makeRoom();
        prepare(now);
    }

    private void make(Wanted wanted) {
        Optional<String> container = Optional.empty();
        try {
            container = Optional.of(engine.containers().create(spec(wanted.site())));
            engine.containers().start(container.get());
            known.made(wanted, Waiting.made(wanted, container.get(), clock.instant()));
        } catch (EngineException without) {
            LOG.log(System.Logger.Level.DEBUG, "builds in " + wanted.site() + " have no sandbox", without);
            known.forget(wanted);
            container.ifPresent(this::removed);
        }
    }

    /// Those go that have rested longest.
    private void makeRoom() {
        List<Waiting> resting = known.resting();
        resting.stream()
                .sorted(Comparator.comparing(Waiting::since))
                .limit(Math.max(0, resting.size() - MOST))
                .forEach(this::remove);
    }

    /// Those that were used last have a spare that is as the next build will need it, the others have none.
    private void prepare(Instant now) {
        List<Waiting> resting = known.resting().stream()
                .sorted(Comparator.comparing(Waiting::since).reversed())
                .toList();
        resting.stream().limit(MOST_SPARES).forEach(sandbox -> prepare(sandbox, sandbox.next(), now));
        resting.stream().skip(MOST_SPARES).forEach(sandbox -> prepare(sandbox, Optional.empty(), now));
    }

    private void prepare(Waiting sandbox, Optional<ContainerSpec> wanted, Instant now) {
        Optional<ContainerSpec> there = sandbox.spare().map(Spare::spec);
        if (there.isPresent() && !there.equals(wanted)) {
            drop(sandbox);
        } else if (there.isEmpty() && wanted.isPresent() && sandbox.quiet(now)) {
            makeSpare(sandbox, wanted.get());
        }
    }

    private void drop(Waiting sandbox) {
        if (known.changed(sandbox, sandbox.with(Optional.empty()))) {
            sandbox.spare().map(Spare::container).ifPresent(this::removed);
        }
    }

    /// A build that comes meanwhile goes on without it.
    private void makeSpare(Waiting sandbox, ContainerSpec spec) {
        Optional<String> container = Optional.empty();
        making.lock();
        try {
            container = Optional.of(engine.containers().create(named(spec, sandbox)));
            engine.containers().start(container.get());
            Spare spare = new Spare(container.get(), spec, false);
            if (!known.changed(sandbox, sandbox.with(Optional.of(spare)))) {
                removed(spare.container());
            }
        } catch (EngineException without) {
            LOG.log(System.Logger.Level.DEBUG, "the next build makes its container itself", without);
            known.changed(sandbox, sandbox.withoutNext());
            container.ifPresent(this::removed);
        } finally {
            making.unlock();
        }
    }

    private ContainerSpec named(ContainerSpec spec, Waiting sandbox) {
        String name = "slipway-" + installation + SPARE + sandbox.project() + "-" + UUID.randomUUID();
        return spec.as(name, spec.environment(), spec.labels()).at(new With(sandbox.container()));
    }

    /// Nothing should: a layer's own programs may come first in its PATH, and nobody's time counts here.
    private void wrote(String spare) {
        LOG.log(System.Logger.Level.INFO, "the spare " + spare + " wrote to its disk before its build came; it goes");
        known.withSpare(spare).ifPresent(sandbox -> {
            known.changed(sandbox, sandbox.withoutNext());
            removed(spare);
        });
    }

    /// Unless it has changed meanwhile: a build has come for it.
    private void remove(Waiting sandbox) {
        if (known.forget(sandbox)) {
            sandbox.spare().map(Spare::container).ifPresent(this::removed);
            removed(sandbox.container());
        }
    }

    private void removed(String container) {
        try {
            engine.containers().remove(container);
        } catch (EngineException later) {
            LOG.log(System.Logger.Level.DEBUG, "the sandbox " + container + " is removed later", later);
        }
    }

    private ContainerSpec spec(Site site) {
        return new ContainerSpec(
                "slipway-" + installation + "-sandbox-p" + site.project() + "-" + UUID.randomUUID(),
                site.image(),
                WAITS,
                SHELL,
                Map.of(),
                labels(site.project()),
                new InNetwork(site.network(), dns),
                site.uid(),
                CPU_MILLIS,
                FEWEST_SHARES,
                MEMORY_BYTES,
                PIDS,
                SHM_BYTES,
                true,
                true);
    }

    /// What is the same in each build like it: it has no name, and its labels say nothing of a build.
    private static ContainerSpec ofAnyBuild(ContainerSpec container) {
        Map<String, String> labels = new HashMap<>(container.labels());
        labels.put(OwnLabels.BUILD, "");
        return container.as("", container.environment(), labels);
    }

    private Map<String, String> labels(int project) {
        return Map.of(OwnLabels.KIND, SANDBOX, OwnLabels.NODE, node, OwnLabels.NETWORK, String.valueOf(project));
    }

    /// That of a project that is gone, so that its network can go. Throws EngineException when the engine cannot be
    /// asked.
    public static void removeOf(Engine engine, int project) {
        engine.containers().list(Map.of(OwnLabels.KIND, SANDBOX, OwnLabels.NETWORK, String.valueOf(project))).stream()
                .map(ContainerStatus::id)
                .forEach(engine.containers()::remove);
        // None can be started any more where it would join.
        spares(engine, Map.of())
                .filter(container -> container.name().contains(SPARE + project + "-"))
                .map(ContainerStatus::id)
                .forEach(engine.containers()::remove);
    }

    /// Those that rest go, within seconds or with the next process of this node; one in which a build goes on is left
    /// to that process.
    @Override
    public void close() {
        Thread removal = Thread.ofVirtual().name("sandboxes-close").start(() -> {
            endTurns();
            known.resting().forEach(this::remove);
        });
        joined(removal);
    }

    private void endTurns() {
        Thread turns;
        synchronized (this) {
            turns = thread;
        }
        if (turns != null) {
            turns.interrupt();
            joined(turns);
        }
    }

    private static void joined(Thread ending) {
        try {
            ending.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.slipway.build.sandbox;

import dev.slipway.build.sandbox.Sandbox.Waiting;
import dev.slipway.build.sandbox.Sandbox.Wanted;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.NetworkPlace.InNetwork;
import dev.slipway.engine.OwnLabels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Networks that wait for the next build of their project. Most of the time in which an engine starts a container goes
/// to its network, whatever runs in it. So where a build ended a container stays for a while that only waits, and the
/// next builds of the project join its network, one at a time. In those that were used last also the container waits in
/// which the next build will most likely assemble. Without either a build takes longer and is the same otherwise.
public final class Sandboxes implements AutoCloseable {
    /// Each takes the memory of a shell and of what the engine keeps for a container, about 10 MiB.
    static final int MOST = 8;
    /// The kind of the containers of builds, and of those that wait for one: labels cannot be changed.
    public static final String BUILD = "build";

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

    private final Engine engine;
    private final String installation;
    private final String node;
    private final List<String> dns;
    private final InstantSource clock;
    private final KnownSandboxes known = new KnownSandboxes();
    private final Spares spares;
    private Thread thread;

    /// dns names the resolvers that builds ask, empty for the engine's.
    public Sandboxes(Engine engine, String installation, String node, List<String> dns, InstantSource clock) {
        this.engine = engine;
        this.installation = installation;
        this.node = node;
        this.dns = dns;
        this.clock = clock;
        this.spares = new Spares(engine, installation, node, known, this::removed);
    }

    public synchronized void start() {
        spares.start();
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
        if (mine.isPresent() && !runs(engine, labels(project), mine.get().container())) {
            remove(mine.get());
            return Optional.empty();
        }
        return mine.map(Waiting::container);
    }

    static boolean runs(Engine engine, Map<String, String> labels, String container) {
        return engine.containers().list(labels).stream()
                .anyMatch(one -> one.id().equals(container) && one.running());
    }

    /// A container that waits for its input in what the attempt has joined and is as wanted, but for its name and
    /// what its labels say of the build. Named otherwise it is one of a build, for every process of this node.
    public Optional<String> spare(int project, String attempt, ContainerSpec wanted) {
        return spares.take(project, attempt, wanted);
    }

    /// No container of the attempt runs any more. next is the container in which a build like it would assemble.
    /// Returns whether it stood in a network that waited.
    public boolean leave(int project, String attempt, Optional<ContainerSpec> next) {
        Instant now = clock.instant();
        Optional<ContainerSpec> any = next.map(Spares::ofAnyBuild);
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
        known.want(new Wanted(site, next.map(Spares::ofAnyBuild), clock.instant()));
        wake();
    }

    private synchronized void wake() {
        LockSupport.unpark(thread);
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
            spares.sweep();
        } catch (EngineException later) {
            LOG.log(System.Logger.Level.DEBUG, "left sandboxes are removed later", later);
        }
    }

    private List<ContainerStatus> all() {
        return engine.containers().list(Map.of(OwnLabels.KIND, SANDBOX, OwnLabels.NODE, node));
    }

    /// Containers of builds, without those that wait for one.
    public static List<ContainerStatus> builds(Engine engine, Map<String, String> labels) {
        return Spares.ofBuilds(engine, labels)
                .filter(container -> !Spares.waits(container))
                .toList();
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
        spares.prepare(now);
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

    /// Unless it has changed meanwhile: a build has come for it.
    private void remove(Waiting sandbox) {
        if (known.forget(sandbox)) {
            sandbox.spare().map(Sandbox.Spare::container).ifPresent(this::removed);
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
        Spares.removeOf(engine, project);
    }

    /// Those that rest go, within seconds or with the next process of this node; one in which a build goes on is left
    /// to that process.
    @Override
    public void close() {
        Thread removal = Thread.ofVirtual().name("sandboxes-close").start(() -> {
            spares.close();
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

package dev.slipway.node.agent;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.DiskWatch;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.model.assignment.InstanceAssignment.Desired;
import dev.slipway.model.assignment.Observation.Condition;
import dev.slipway.model.fault.KillPoint;
import dev.slipway.node.image.ImageLoader;
import dev.slipway.node.network.TenantNetworks;
import dev.slipway.node.probe.Health;
import dev.slipway.node.probe.Health.Verdict;
import dev.slipway.node.probe.HealthWatch;
import dev.slipway.node.probe.ListeningPorts;
import dev.slipway.node.probe.Prober;
import dev.slipway.node.probe.Subject;
import dev.slipway.router.feed.RouterFeed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Looks at what runs, decides, acts; at every ring and at least every 2 s. Level-based: an event only makes it
/// look sooner. What runs is read from container labels, so an agent that starts again takes over what it
/// finds.
final class AgentLoop implements Findings, AutoCloseable {
    static final Duration RELIST = Duration.ofSeconds(2);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);
    private static final String DISK_FULL = "DiskLimitExceeded";
    private static final System.Logger LOG = System.getLogger(AgentLoop.class.getName());

    private final Engine engine;
    private final TenantNetworks networks;
    private final AgentState state;
    private final InstanceEnds ends;
    private final HealthWatch health;
    private final Routes routes;
    private final NodeExecutor executor;
    private final EndingInquest inquest;
    private final FoundPorts ports;
    private final UnreadyWatch unready;
    private final DiskWatch disk;
    private final EngineDisk disks;
    private final InstantSource clock;
    private final Signal turns = new Signal();
    private final Signal changes;
    private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
    private final Set<String> inquired = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofVirtual().name("agent-loop").unstarted(this::run);

    /// diskBytes is what one container may write; changes is rung whenever there may be something new to
    /// report; clock must never go back.
    AgentLoop(
            Engine engine,
            TenantNetworks networks,
            AgentState state,
            Prober prober,
            Routes routes,
            RouterFeed feed,
            ImageLoader images,
            String installation,
            long diskBytes,
            InstantSource clock,
            Signal changes) {
        this.engine = engine;
        this.networks = networks;
        this.state = state;
        this.routes = routes;
        this.clock = clock;
        this.changes = changes;
        this.health = new HealthWatch(prober, clock, this::healthChanged);
        this.executor =
                new NodeExecutor(engine, networks, state, health, routes, feed, images, installation, this::ring);
        LastLines lines = new LastLines(engine.streams());
        this.inquest = new EndingInquest(lines);
        this.ports = new FoundPorts(ListeningPorts::of, networks, clock);
        this.unready = new UnreadyWatch(lines, ports, clock, this::ring);
        this.disk = new DiskWatch(engine.containers(), diskBytes, this::running, id -> giveUp(id, full(diskBytes)));
        this.disks = new EngineDisk(engine);
        this.ends = new InstanceEnds(engine.streams(), this::containerEnded);
    }

    void start() {
        ends.start();
        disk.start();
        thread.start();
    }

    /// Look again soon: the desired state or the world has changed.
    void ring() {
        turns.ring();
        changes.ring();
    }

    @Override
    public Health health(String container) {
        return verdicts.containsKey(container) ? null : health.health(container);
    }

    @Override
    public Unready unready(String container) {
        return unready.of(container);
    }

    @Override
    public Integer port(String container, Integer asked) {
        return ports.of(container, asked);
    }

    /// Whether everything that runs was asked for its health once.
    boolean settled() {
        return health.settled();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long seen = turns.count();
                turnOrPause();
                turns.await(seen, RELIST);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void turnOrPause() throws InterruptedException {
        try {
            turn();
        } catch (EngineException away) {
            LOG.log(System.Logger.Level.WARNING, "engine: " + away.getMessage());
            state.trouble("Its engine does not answer: " + away.getMessage());
            changes.ring();
            Thread.sleep(AFTER_FAILURE);
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.WARNING, "a turn failed: " + failure.getMessage(), failure);
            Thread.sleep(AFTER_FAILURE);
        }
    }

    /// One look and what follows from it.
    void turn() {
        Set<String> busyBefore = state.busy();
        List<ContainerStatus> containers = engine.containers().list(Labels.ALL_INSTANCES);
        state.condition(new Condition(null, disks.percent()));
        state.observed(containers, busyBefore);
        forgetGone(containers);
        containers.forEach(this::attend);
        NodePlan plan = state.plan(clock.instant(), busyBefore);
        if (plan.withheld() > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "asked to stop most of what runs: {0} stops wait for the next slice",
                    plan.withheld());
        }
        plan.actions().forEach(executor::perform);
        changes.ring();
    }

    private void forgetGone(List<ContainerStatus> containers) {
        Set<String> present = containers.stream().map(ContainerStatus::id).collect(Collectors.toSet());
        routes.keep(present);
        inquired.retainAll(present);
        unready.keep(present);
        ports.keep(present);
        verdicts.keySet().retainAll(present);
    }

    private void attend(ContainerStatus container) {
        String instance = container.labels().get(Labels.INSTANCE);
        if (instance == null) {
            return;
        }
        Verdict verdict = verdicts.get(container.id());
        if (container.running() && verdict != null) {
            end(container.id(), verdict);
        } else if (container.running()) {
            state.assignment(instance)
                    .filter(assignment -> assignment.desired() == Desired.RUN)
                    .ifPresent(assignment -> watch(container, assignment));
        } else if (container.startedAt() != null) {
            bury(instance, container);
        }
    }

    private void watch(ContainerStatus container, InstanceAssignment assignment) {
        if (container.address() == null || routes.retired(container.id())) {
            return;
        }
        networks.adopt(assignment.network());
        Integer port = ports.look(container, assignment);
        health.watch(new Subject(
                assignment.id(),
                container.id(),
                container.address(),
                port,
                assignment.probes(),
                container.startedAt()));
        if (routes.retired(container.id())) {
            health.forget(container.id());
        }
        unready.look(container, assignment, health.health(container.id()));
    }

    private void bury(String instance, ContainerStatus container) {
        leave(container.id());
        if (!state.busy().contains(instance) && !state.hasEnded(instance) && inquired.add(container.id())) {
            Thread.ofVirtual().name("inquest-" + instance).start(() -> {
                state.ended(instance, inquest.of(container, verdicts.get(container.id())));
                changes.ring();
            });
        }
    }

    private void containerEnded(String container) {
        leave(container);
        turns.ring();
    }

    private void leave(String container) {
        routes.retire(container);
        health.forget(container);
    }

    private void healthChanged(Subject subject, Health now) {
        if (now.verdict() != null) {
            giveUp(subject.container(), now.verdict());
        } else if (now.ready()) {
            KillPoint.READY.reached();
            state.assignment(subject.instance())
                    .map(assignment ->
                            ReadyInstance.of(subject.container(), subject.address(), subject.port(), assignment))
                    .ifPresent(routes::ready);
        } else {
            routes.unready(subject.container());
        }
        changes.ring();
    }

    private List<String> running() {
        return state.containers().stream()
                .filter(ContainerStatus::running)
                .map(ContainerStatus::id)
                .toList();
    }

    private static Verdict full(long diskBytes) {
        return new Verdict(
                DISK_FULL,
                "It wrote more than the " + (diskBytes >> 20) + " MiB of disk that it may use and was killed.");
    }

    private void giveUp(String container, Verdict verdict) {
        if (verdicts.putIfAbsent(container, verdict) == null) {
            LOG.log(System.Logger.Level.INFO, "{0} ends: {1}", container, verdict);
            end(container, verdict);
        }
    }

    /// Who writes too much would go on writing until the end of a grace time.
    private void end(String container, Verdict verdict) {
        executor.end(container, verdict.reason().equals(DISK_FULL) ? Duration.ZERO : NodeExecutor.STOP_GRACE);
    }

    /// Ends the loop; containers keep running.
    @Override
    public void close() {
        thread.interrupt();
        ends.close();
        disk.close();
        health.close();
    }
}

package dev.slipway.scheduler.reconcile;

import dev.slipway.model.application.Rollout;
import dev.slipway.model.application.Share;
import dev.slipway.model.deployment.DeploymentState;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.node.NodeState;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.model.resource.Resources;
import dev.slipway.scheduler.reconcile.Action.AcknowledgeVersion;
import dev.slipway.scheduler.reconcile.Action.CancelDeployment;
import dev.slipway.scheduler.reconcile.Action.CompleteDeployment;
import dev.slipway.scheduler.reconcile.Action.CreateInstance;
import dev.slipway.scheduler.reconcile.Action.FailDeployment;
import dev.slipway.scheduler.reconcile.Action.HoldInstance;
import dev.slipway.scheduler.reconcile.Action.MarkLost;
import dev.slipway.scheduler.reconcile.Action.MarkNodeLost;
import dev.slipway.scheduler.reconcile.Action.PlaceInstance;
import dev.slipway.scheduler.reconcile.Action.StartDeployment;
import dev.slipway.scheduler.reconcile.Action.StopInstance;
import dev.slipway.scheduler.snapshot.ClusterSnapshot;
import dev.slipway.scheduler.snapshot.NodeSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A cluster in memory: does what the applier writes and what nodes do, so that plans can be followed up.
final class World {
    static final Duration LEASE = Duration.ofSeconds(20);

    final Map<String, NodeSnapshot> nodes = new TreeMap<>();
    final Map<String, SimulatedApplication> applications = new TreeMap<>();
    final List<String> silent = new ArrayList<>();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Instant listeningSince = now;
    private final Reconciler reconciler = new Reconciler(LEASE);
    private int made;

    static Resources resources(int millis, long mebibytes) {
        return new Resources(new Cpu(millis), new Bytes(mebibytes << 20));
    }

    World node(String name, int millis) {
        nodes.put(name, new NodeSnapshot(name, NodeState.READY, false, false, resources(millis, 16384), now));
        return this;
    }

    World cordon(String name) {
        return mark(name, true, false);
    }

    World drain(String name) {
        return mark(name, true, true);
    }

    World open(String name) {
        return mark(name, false, false);
    }

    private World mark(String name, boolean cordoned, boolean draining) {
        nodes.computeIfPresent(
                name,
                (_, node) ->
                        new NodeSnapshot(name, node.state(), cordoned, draining, node.capacity(), node.heartbeatAt()));
        return this;
    }

    SimulatedApplication application(String name) {
        return applications.computeIfAbsent(name, SimulatedApplication::new);
    }

    ClusterSnapshot snapshot() {
        return new ClusterSnapshot(
                0,
                now,
                listeningSince,
                List.copyOf(nodes.values()),
                applications.values().stream()
                        .map(application -> application.snapshot(now))
                        .toList());
    }

    /// Another process schedules from now on; it has heard of nothing before.
    void schedulerRestarts() {
        listeningSince = now;
    }

    Plan plan() {
        return reconciler.plan(snapshot());
    }

    /// One turn of the scheduler; returns what it did.
    Plan turn() {
        Plan plan = plan();
        plan.actions().forEach(this::apply);
        return plan;
    }

    /// Nodes carry out what they were told; instances that willRun rejects fail instead.
    void nodesAct(Predicate<SimulatedInstance> willRun) {
        instances()
                .filter(each -> each.node != null && !silent.contains(each.node))
                .toList()
                .forEach(each -> {
                    switch (each.state) {
                        case ASSIGNED -> each.started(now);
                        case STARTING, RUNNING -> each.settled(willRun.test(each), now);
                        case STOPPING -> each.ended(InstanceState.STOPPED, now);
                        case PENDING, STOPPED, FAILED, LOST -> {}
                    }
                });
    }

    /// Time passes; nodes that are not silent are heard.
    void pass(Duration time) {
        now = now.plus(time);
        nodes.replaceAll((name, node) -> silent.contains(name)
                ? node
                : new NodeSnapshot(name, NodeState.READY, node.cordoned(), node.draining(), node.capacity(), now));
    }

    /// Turns and acts, a second a round, until neither scheduler nor nodes have anything left to do.
    void settle(Predicate<SimulatedInstance> willRun) {
        for (int round = 0; round < 2000; round++) {
            turn();
            nodesAct(willRun);
            pass(Duration.ofSeconds(1));
            if (plan().isEmpty() && applications.values().stream().allMatch(SimulatedApplication::atRest)) {
                return;
            }
        }
        throw new AssertionError("does not settle: " + snapshot());
    }

    Stream<SimulatedInstance> instances() {
        return applications.values().stream().flatMap(application -> application.instances.stream());
    }

    private void apply(Action action) {
        switch (action) {
            case MarkNodeLost lost ->
                nodes.computeIfPresent(
                        lost.node(),
                        (name, node) -> new NodeSnapshot(
                                name,
                                NodeState.LOST,
                                node.cordoned(),
                                node.draining(),
                                node.capacity(),
                                node.heartbeatAt()));
            case MarkLost lost -> instance(lost.instance()).ended(InstanceState.LOST, now);
            case StopInstance stop -> instance(stop.instance()).stop(now);
            case StartDeployment start -> deploying(start.deployment()).state = DeploymentState.ROLLING;
            case CompleteDeployment complete -> deploying(complete.deployment()).complete();
            case FailDeployment fail -> deploying(fail.deployment()).end(fail);
            case CancelDeployment cancel -> deploying(cancel.deployment()).end(cancel);
            case PlaceInstance place -> instance(place.instance()).assign(place.node());
            case CreateInstance create -> create(create);
            case HoldInstance hold -> instance(hold.instance()).message = hold.why();
            case AcknowledgeVersion acknowledge ->
                applications.values().stream()
                        .filter(each -> each.id.equals(acknowledge.application()))
                        .forEach(each -> each.observedVersion = acknowledge.version());
        }
    }

    private void create(CreateInstance create) {
        SimulatedApplication application = applications.values().stream()
                .filter(each -> each.id.equals(create.application()))
                .findFirst()
                .orElseThrow();
        if (application.live(create.process()).count() >= create.limit()) {
            throw new AssertionError("over its limit: " + create);
        }
        SimulatedInstance instance = new SimulatedInstance("i" + String.format("%05d", made++), create, now);
        application.instances.add(instance);
    }

    private SimulatedInstance instance(String id) {
        return instances().filter(each -> each.id.equals(id)).findFirst().orElseThrow();
    }

    private SimulatedApplication deploying(java.util.UUID deployment) {
        return applications.values().stream()
                .filter(each -> deployment.equals(each.deployment))
                .findFirst()
                .orElseThrow();
    }

    static Rollout rolling(int surge, int unavailable) {
        return new Rollout(
                Rollout.Strategy.ROLLING, Share.count(surge), Share.count(unavailable), Duration.ofMinutes(5));
    }
}

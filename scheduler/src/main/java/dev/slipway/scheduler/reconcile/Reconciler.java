package dev.slipway.scheduler.reconcile;

import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.resource.Resources;
import dev.slipway.scheduler.placement.Placement;
import dev.slipway.scheduler.placement.Room;
import dev.slipway.scheduler.reconcile.Action.AcknowledgeVersion;
import dev.slipway.scheduler.reconcile.Action.CancelDeployment;
import dev.slipway.scheduler.reconcile.Action.CompleteDeployment;
import dev.slipway.scheduler.reconcile.Action.CreateInstance;
import dev.slipway.scheduler.reconcile.Action.FailDeployment;
import dev.slipway.scheduler.reconcile.Action.HoldInstance;
import dev.slipway.scheduler.reconcile.Action.PlaceInstance;
import dev.slipway.scheduler.reconcile.Action.StartDeployment;
import dev.slipway.scheduler.reconcile.Action.StopInstance;
import dev.slipway.scheduler.rollout.DeploymentEvaluator;
import dev.slipway.scheduler.rollout.DeploymentVerdict;
import dev.slipway.scheduler.rollout.ProcessEvaluator;
import dev.slipway.scheduler.rollout.ProcessSituation;
import dev.slipway.scheduler.rollout.ProcessVerdict;
import dev.slipway.scheduler.snapshot.ApplicationSnapshot;
import dev.slipway.scheduler.snapshot.ClusterSnapshot;
import dev.slipway.scheduler.snapshot.DeploymentSnapshot;
import dev.slipway.scheduler.snapshot.InstanceSnapshot;
import dev.slipway.scheduler.snapshot.NodeSnapshot;
import dev.slipway.scheduler.snapshot.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Compares what shall run with what the database records and says what to change. Pure: equal snapshots give equal
/// plans, and time is the snapshot's. A node silent for longer than nodeLease is lost.
public final class Reconciler {
    private final Duration nodeLease;

    public Reconciler(Duration nodeLease) {
        this.nodeLease = nodeLease;
    }

    public Plan plan(ClusterSnapshot snapshot) {
        Silence silence = new Silence(snapshot, nodeLease);
        Set<String> abandonedNodes = silence.abandonedNodes();
        Turn turn = new Turn(snapshot, silence.lostNodes(), abandonedNodes);
        turn.actions.addAll(silence.actions(abandonedNodes));
        snapshot.applications().stream()
                .sorted(Comparator.comparing(ApplicationSnapshot::id))
                .forEach(turn::decide);
        turn.placeWaiting();
        turn.placeNew();
        return Plan.of(turn.actions);
    }

    /// The making of one plan: first who goes and how many come, then who waits gets a node, then the new ones.
    private static final class Turn {
        private final ClusterSnapshot snapshot;
        private final Set<String> abandonedNodes;
        private final Set<String> drainingNodes;
        private final Room room;
        private final List<Action> actions = new ArrayList<>();
        private final Set<String> stopped = new HashSet<>();
        private final List<Wanted> wanted = new ArrayList<>();

        Turn(ClusterSnapshot snapshot, Set<String> lostNodes, Set<String> abandonedNodes) {
            this.snapshot = snapshot;
            this.abandonedNodes = abandonedNodes;
            this.drainingNodes = snapshot.nodes().stream()
                    .filter(NodeSnapshot::draining)
                    .map(NodeSnapshot::name)
                    .collect(Collectors.toSet());
            this.room = Room.of(snapshot, lostNodes);
        }

        void decide(ApplicationSnapshot application) {
            if (unknownRelease(application)) {
                return;
            }
            List<ProcessSituation> processes = ProcessSituation.of(application, abandonedNodes, drainingNodes);
            Optional<Action> step = deployment(application, processes);
            step.ifPresent(actions::add);
            // One that is given up changes what is wanted: its instances are for the next turn, after the commit.
            if (step.stream().noneMatch(each -> each instanceof FailDeployment || each instanceof CancelDeployment)) {
                processes.forEach(process -> rollOut(application, process));
            }
            if (application.observedVersion() < application.version()) {
                actions.add(new AcknowledgeVersion(application.id(), application.version()));
            }
        }

        /// What a release wants cannot be told without it: better to leave running what runs.
        private boolean unknownRelease(ApplicationSnapshot application) {
            Integer release = application.desiredRelease();
            return application.standing() == Standing.ACTIVE
                    && release != null
                    && !application.releases().containsKey(release);
        }

        private Optional<Action> deployment(ApplicationSnapshot application, List<ProcessSituation> processes) {
            DeploymentSnapshot deployment = application.deployment();
            if (deployment == null) {
                return Optional.empty();
            }
            Integer back = application.currentRelease();
            return switch (DeploymentEvaluator.evaluate(
                    application, processes, snapshot.now(), snapshot.listeningSince())) {
                case DeploymentVerdict.Continue _ -> Optional.empty();
                case DeploymentVerdict.Start _ -> Optional.of(new StartDeployment(deployment.id()));
                case DeploymentVerdict.Complete _ -> Optional.of(new CompleteDeployment(deployment.id()));
                case DeploymentVerdict.Fail fail ->
                    Optional.of(new FailDeployment(
                            deployment.id(),
                            deployment.state(),
                            fail.code(),
                            fail.message(),
                            fail.evidence(),
                            fail.next(),
                            back));
                case DeploymentVerdict.Cancel cancel ->
                    Optional.of(new CancelDeployment(deployment.id(), deployment.state(), cancel.why(), back));
            };
        }

        private void rollOut(ApplicationSnapshot application, ProcessSituation process) {
            ProcessVerdict verdict = ProcessEvaluator.evaluate(process, snapshot.now());
            for (ProcessVerdict.Stop stop : verdict.stops()) {
                stopped.add(stop.instance().id());
                actions.add(
                        new StopInstance(stop.instance().id(), stop.instance().state(), stop.reason()));
            }
            for (int i = 0; i < verdict.starts(); i++) {
                wanted.add(new Wanted(application, process, verdict));
            }
        }

        void placeWaiting() {
            snapshot.applications().stream()
                    .flatMap(application -> application.instances().stream()
                            .filter(each -> each.state() == InstanceState.PENDING && !stopped.contains(each.id()))
                            .map(each -> new Waiting(application, each)))
                    .sorted(Comparator.comparing(
                                    (Waiting each) -> each.instance().createdAt())
                            .thenComparing(each -> each.instance().id()))
                    .forEach(this::place);
        }

        private void place(Waiting waiting) {
            InstanceSnapshot instance = waiting.instance();
            Room.Tenant tenant = new Room.Tenant(waiting.application().id(), instance.process(), instance.release());
            switch (room.place(tenant, instance.requests())) {
                case Placement.Chosen(String node) ->
                    actions.add(new PlaceInstance(instance.id(), node, instance.requests()));
                case Placement.Refused refused -> {
                    if (!refused.why().equals(instance.message())) {
                        actions.add(new HoldInstance(instance.id(), refused.why()));
                    }
                }
            }
        }

        void placeNew() {
            wanted.forEach(each -> {
                Room.Tenant tenant =
                        new Room.Tenant(each.application().id(), each.process().process(), each.release());
                switch (room.place(tenant, each.requests())) {
                    case Placement.Chosen(String node) -> actions.add(each.created(node, null));
                    case Placement.Refused refused -> actions.add(each.created(null, refused.why()));
                }
            });
        }
    }

    private record Waiting(ApplicationSnapshot application, InstanceSnapshot instance) {}

    private record Wanted(ApplicationSnapshot application, ProcessSituation process, ProcessVerdict verdict) {
        int release() {
            return process.release();
        }

        Resources requests() {
            return application.releases().get(release()).get(process.process());
        }

        CreateInstance created(String node, String why) {
            return new CreateInstance(
                    application.id(),
                    process.process(),
                    release(),
                    verdict.limit(),
                    requests(),
                    verdict.restarts(),
                    node,
                    why);
        }
    }
}

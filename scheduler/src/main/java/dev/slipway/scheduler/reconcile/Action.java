package dev.slipway.scheduler.reconcile;

import dev.slipway.model.deployment.DeploymentState;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.resource.Resources;
import dev.slipway.scheduler.rollout.DeploymentVerdict;
import dev.slipway.scheduler.rollout.StopReason;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// One change the scheduler wants, with what it was decided on (seen): where that no longer holds, it is stale.
/// The order of the records is the order of a plan: what makes room comes before what takes it.
public sealed interface Action {

    record MarkNodeLost(String node, Instant heartbeatAt) implements Action {}

    record MarkLost(String instance, InstanceState seen, String node) implements Action {}

    record StopInstance(String instance, InstanceState seen, StopReason reason) implements Action {}

    record StartDeployment(UUID deployment) implements Action {}

    /// Makes the release the application's current one.
    record CompleteDeployment(UUID deployment) implements Action {}

    /// rolledBackTo is the release that runs on, null where there is none.
    record FailDeployment(
            UUID deployment,
            DeploymentState seen,
            DeploymentVerdict.Failure code,
            String message,
            List<String> evidence,
            String next,
            Integer rolledBackTo)
            implements Action {}

    record CancelDeployment(UUID deployment, DeploymentState seen, String why, Integer rolledBackTo)
            implements Action {}

    /// A pending instance goes to a node.
    record PlaceInstance(String instance, String node, Resources requests) implements Action {}

    /// limit is how many live instances the process has when the plan is done; restarts how many failures in a row
    /// this one follows. Without a node it waits as pending, and why says for what; else why is null.
    record CreateInstance(
            UUID application,
            String process,
            int release,
            int limit,
            Resources requests,
            int restarts,
            String node,
            String why)
            implements Action {}

    /// A pending instance goes on waiting, for another reason than before.
    record HoldInstance(String instance, String why) implements Action {}

    /// The scheduler has acted on this version of the application's configuration.
    record AcknowledgeVersion(UUID application, long version) implements Action {}

    private int rank() {
        return switch (this) {
            case MarkNodeLost _ -> 0;
            case MarkLost _ -> 1;
            case StopInstance _ -> 2;
            case StartDeployment _ -> 3;
            case CompleteDeployment _ -> 4;
            case FailDeployment _ -> 5;
            case CancelDeployment _ -> 6;
            case PlaceInstance _ -> 7;
            case CreateInstance _ -> 8;
            case HoldInstance _ -> 9;
            case AcknowledgeVersion _ -> 10;
        };
    }

    private String subject() {
        return switch (this) {
            case MarkNodeLost action -> action.node();
            case MarkLost action -> action.instance();
            case StopInstance action -> action.instance();
            case StartDeployment action -> action.deployment().toString();
            case CompleteDeployment action -> action.deployment().toString();
            case FailDeployment action -> action.deployment().toString();
            case CancelDeployment action -> action.deployment().toString();
            case PlaceInstance action -> action.instance();
            case CreateInstance action -> action.application() + " " + action.process() + " " + action.node();
            case HoldInstance action -> action.instance();
            case AcknowledgeVersion action -> action.application().toString();
        };
    }

    static int compare(Action one, Action other) {
        int byRank = Integer.compare(one.rank(), other.rank());
        return byRank != 0 ? byRank : one.subject().compareTo(other.subject());
    }
}

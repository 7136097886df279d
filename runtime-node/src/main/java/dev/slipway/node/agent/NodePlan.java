package dev.slipway.node.agent;

import java.util.List;

/// What to do now, sorted by instance. withheld counts the stops that the brake keeps for a later slice; brake is
/// its state after this plan.
public record NodePlan(List<NodeAction> actions, int withheld, Brake brake) {

    public NodePlan {
        actions = List.copyOf(actions);
    }
}

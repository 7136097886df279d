package dev.slipway.node.agent;

import java.util.Set;

/// What the agent knows that neither the platform nor the engine says. busy: an action on the instance is under
/// way. ended: instances whose end was seen or that could not be made; they are never made again here. removals:
/// ordered by the platform and not yet done. brake: how many stops the present slice still allows.
public record NodeMemory(Set<String> busy, Set<String> ended, Set<String> removals, Brake brake) {

    public NodeMemory {
        busy = Set.copyOf(busy);
        ended = Set.copyOf(ended);
        removals = Set.copyOf(removals);
    }
}

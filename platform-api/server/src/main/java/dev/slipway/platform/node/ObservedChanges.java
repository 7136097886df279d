package dev.slipway.platform.node;

import dev.slipway.model.assignment.Observation;
import dev.slipway.model.assignment.Observation.ObservedInstance;
import dev.slipway.model.assignment.Observation.Phase;
import dev.slipway.model.instance.InstanceEvent;
import dev.slipway.model.instance.InstanceLifecycle;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.instance.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// What follows from a node's report. Pure; changes are sorted by instance, so that writers take rows in one order.
final class ObservedChanges {
    private static final String VANISHED = "Vanished";

    private ObservedChanges() {}

    /// An instance as the database has it. container null means no node has reported it yet.
    record Recorded(
            String id,
            UUID projectId,
            UUID applicationId,
            String node,
            InstanceState state,
            boolean ready,
            String address,
            Integer port,
            String container,
            String reason,
            String message,
            List<String> evidence) {}

    /// A row that must move on from what was recorded to the given state, with the news of the node.
    record Change(Recorded before, InstanceState state, ObservedInstance news) {
        /// One that is to stop is ready until it is reached no more.
        boolean ready() {
            return news.ready() && !state.terminal();
        }

        private boolean differs() {
            return state != before.state()
                    || ready() != before.ready()
                    || told(news.address(), before.address())
                    || told(news.port(), before.port())
                    || told(news.container(), before.container())
                    || !Objects.equals(Told.text(news.reason()), before.reason())
                    || !Objects.equals(Told.text(news.message()), before.message())
                    || !Told.lines(news.evidence()).equals(before.evidence());
        }

        /// Silence is no news: what was known stays.
        private static boolean told(Object news, Object before) {
            return news != null && !news.equals(before);
        }
    }

    /// changes to write; surplus: containers that must go; ended: containers of instances that ended, which go
    /// unless kept for their log.
    record Verdict(List<Change> changes, List<String> surplus, List<String> ended) {}

    /// recorded holds the instances that the node shall have and all that it names.
    static Verdict of(String node, List<Recorded> recorded, Observation observation) {
        Map<String, Recorded> unreported = new HashMap<>();
        recorded.forEach(instance -> unreported.put(instance.id(), instance));
        Verdict verdict = new Verdict(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (ObservedInstance news : observation.instances()) {
            Recorded before = unreported.remove(news.id());
            if (before == null || !node.equals(before.node())) {
                verdict.surplus().add(news.id());
            } else {
                reported(before, news, verdict);
            }
        }
        unreported.values().stream()
                .filter(instance -> node.equals(instance.node()))
                .forEach(instance -> missing(instance).ifPresent(verdict.changes()::add));
        verdict.changes().sort(Comparator.comparing(change -> change.before().id()));
        return verdict;
    }

    private static void reported(Recorded before, ObservedInstance news, Verdict verdict) {
        InstanceState state = switch (InstanceLifecycle.on(before.state(), event(news))) {
            case Transition.To to -> to.state();
            case Transition.Unchanged _ -> before.state();
            case Transition.Illegal _ -> null;
        };
        if (state == null) {
            verdict.surplus().add(before.id());
            return;
        }
        Change change = new Change(before, state, news);
        if (!before.state().terminal() && change.differs()) {
            verdict.changes().add(change);
        }
        if (state.terminal()) {
            verdict.ended().add(before.id());
        }
    }

    private static InstanceEvent event(ObservedInstance news) {
        if (news.phase() == Phase.ENDED) {
            return new InstanceEvent.Ended();
        }
        return news.ready() ? new InstanceEvent.BecameReady() : new InstanceEvent.Started();
    }

    /// One that is to stop and is not there has stopped. One that was there and is not any more has failed; one
    /// that was never reported may still be on its way.
    private static Optional<Change> missing(Recorded before) {
        return switch (before.state()) {
            case STOPPING -> Optional.of(new Change(before, InstanceState.STOPPED, gone(before, null, null)));
            case ASSIGNED, STARTING, RUNNING ->
                Optional.of(before)
                        .filter(instance -> instance.container() != null)
                        .map(instance -> new Change(instance, InstanceState.FAILED, vanished(instance)));
            case PENDING, STOPPED, FAILED, LOST -> Optional.empty();
        };
    }

    private static ObservedInstance vanished(Recorded before) {
        return gone(before, VANISHED, "The container disappeared from its node: something else removed it.");
    }

    private static ObservedInstance gone(Recorded before, String reason, String message) {
        return new ObservedInstance(
                before.id(), Phase.ENDED, false, null, null, null, null, null, reason, message, List.of());
    }
}

package dev.slipway.platform.node;

import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.model.assignment.Observation;
import dev.slipway.model.assignment.Observation.Orders;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.platform.node.ObservedChanges.Change;
import dev.slipway.platform.node.ObservedChanges.Recorded;
import dev.slipway.platform.node.ObservedChanges.Verdict;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Takes a node's report: one transaction, then whoever waits is woken. A report without news writes the
/// heartbeat and nothing else.
@Singleton
class ObservationIntake {
    private final Database database;
    private final ObservationStore store;
    private final InventoryStore inventories;
    private final Bell bell;

    ObservationIntake(
            @Named("loops") Database database, ObservationStore store, InventoryStore inventories, Bell bell) {
        this.database = database;
        this.store = store;
        this.inventories = inventories;
        this.bell = bell;
    }

    private record Outcome(Orders orders, boolean news) {}

    /// Throws NOT_FOUND for a node that never registered. A node that has not yet heard from this incarnation
    /// of the database is alive and no more: what it holds may be older or newer than the rows, so nothing is
    /// concluded and nothing ordered.
    Orders take(NodeName node, Observation observation) {
        if (observation.instances() == null) {
            throw PlatformException.of(ErrorCode.MALFORMED, "An observation without instances.", "Send all of them.");
        }
        Outcome outcome = database.transaction(sql -> {
            boolean lost = store.heartbeat(sql, node.value()).orElseThrow(node::unknown);
            return observation.incarnation() == NodeStore.incarnation(sql)
                    ? judged(sql, node.value(), observation, lost)
                    : new Outcome(new Orders(List.of()), lost);
        });
        if (outcome.news()) {
            bell.ring(Topic.CLUSTER, Topic.STATUS, Topic.ASSIGNMENTS);
        }
        if (observation.inventory() != null) {
            bell.ring(Topic.INVENTORY, Topic.CLUSTER);
        }
        return outcome.orders();
    }

    private Outcome judged(Sql sql, String node, Observation observation, boolean lost) {
        store.reached(sql, node, observation.version());
        boolean other = observation.condition() != null && inventories.condition(sql, node, observation.condition());
        if (observation.inventory() != null) {
            inventories.take(sql, node, observation.inventory());
        }
        List<Recorded> recorded = store.recorded(sql, node, observation);
        Verdict verdict = ObservedChanges.of(node, recorded, observation);
        Set<String> applied = applied(sql, verdict);
        List<String> ended = verdict.ended().stream()
                .filter(id -> applied.contains(id) || settled(verdict, id))
                .toList();
        Set<String> kept = store.kept(sql, ended);
        List<String> remove = Stream.concat(
                        surplus(sql, verdict, recorded).stream(), ended.stream().filter(id -> !kept.contains(id)))
                .toList();
        return new Outcome(new Orders(remove, CatalogueRows.added(sql)), lost || other || !applied.isEmpty());
    }

    /// After a restore, what no row knows may be what serves: it goes on until what the rows want is up.
    private List<String> surplus(Sql sql, Verdict verdict, List<Recorded> recorded) {
        Set<String> known = recorded.stream().map(Recorded::id).collect(Collectors.toSet());
        List<String> all = verdict.surplus();
        return known.containsAll(all) || !store.restored(sql)
                ? all
                : all.stream().filter(known::contains).toList();
    }

    /// The instances whose rows were still as the verdict found them.
    private Set<String> applied(Sql sql, Verdict verdict) {
        Set<String> applied = new HashSet<>();
        for (Change change : verdict.changes()) {
            if (store.apply(sql, change)) {
                applied.add(change.before().id());
                if (change.state() == InstanceState.FAILED) {
                    store.recordFailure(sql, change);
                }
            }
        }
        return applied;
    }

    /// It needed no change, because its end was on record already.
    private static boolean settled(Verdict verdict, String id) {
        return verdict.changes().stream()
                .noneMatch(change -> change.before().id().equals(id));
    }
}

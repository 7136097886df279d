package dev.slipway.scheduler.placement;

import dev.slipway.model.node.NodeState;
import dev.slipway.model.resource.Resources;
import dev.slipway.scheduler.snapshot.ClusterSnapshot;
import dev.slipway.scheduler.snapshot.NodeSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// What is taken on every node while one plan is made: begins with what the snapshot shows and grows with each
/// placement. Lives for one plan, in one thread.
public final class Room {
    private final Map<String, Shelf> shelves = new TreeMap<>();

    /// What stands on lost nodes takes no room; those nodes are vetoed.
    public static Room of(ClusterSnapshot snapshot, Set<String> lostNodes) {
        Room room = new Room();
        for (NodeSnapshot node : snapshot.nodes()) {
            boolean ready = node.state() == NodeState.READY && !lostNodes.contains(node.name());
            room.shelves.put(node.name(), new Shelf(node, ready));
        }
        snapshot.applications()
                .forEach(application -> application.instances().stream()
                        .filter(instance -> instance.node() != null && room.shelves.containsKey(instance.node()))
                        .forEach(instance -> room.take(
                                instance.node(),
                                new Tenant(application.id(), instance.process(), instance.release()),
                                instance.requests())));
        return room;
    }

    /// Chooses a node and takes the room there.
    public Placement place(Tenant tenant, Resources requests) {
        List<Candidate> candidates =
                shelves.values().stream().map(shelf -> shelf.candidate(tenant)).toList();
        Placement placement = Placement.of(candidates, requests);
        if (placement instanceof Placement.Chosen(String node)) {
            take(node, tenant, requests);
        }
        return placement;
    }

    private void take(String node, Tenant tenant, Resources requests) {
        shelves.get(node).take(tenant, requests);
    }

    /// Whose instance it is: instances of equal tenants are twins, those of one application siblings.
    public record Tenant(UUID application, String process, int release) {}

    private static final class Shelf {
        private final NodeSnapshot node;
        private final boolean ready;
        private final Map<Tenant, Integer> twins = new HashMap<>();
        private final Map<UUID, Integer> siblings = new HashMap<>();
        private long cpuMillis;
        private long memoryBytes;

        Shelf(NodeSnapshot node, boolean ready) {
            this.node = node;
            this.ready = ready;
        }

        void take(Tenant tenant, Resources requests) {
            cpuMillis += requests.cpu().millis();
            memoryBytes += requests.memory().value();
            twins.merge(tenant, 1, Integer::sum);
            siblings.merge(tenant.application(), 1, Integer::sum);
        }

        Candidate candidate(Tenant tenant) {
            return new Candidate(
                    node.name(),
                    ready,
                    node.cordoned(),
                    node.capacity(),
                    cpuMillis,
                    memoryBytes,
                    twins.getOrDefault(tenant, 0),
                    siblings.getOrDefault(tenant.application(), 0),
                    node.unfit(),
                    node.has(tenant.application(), tenant.release()));
        }
    }
}

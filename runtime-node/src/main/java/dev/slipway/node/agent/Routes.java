package dev.slipway.node.agent;

import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.RouteAssignment;
import dev.slipway.router.feed.RouterFeed;
import dev.slipway.router.table.RouteTable;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Publishes the router's table the moment anything in it changes, on the thread that brings the change. Until it
/// is opened, and until a desired state is known, nothing is published and the router keeps its table from disk.
public final class Routes {
    private final RouterFeed feed;
    private final Map<String, ReadyInstance> ready = new TreeMap<>();
    private final Set<String> retired = new HashSet<>();
    private List<RouteAssignment> routes;
    private List<String> listen = List.of();
    private boolean open;
    private RouteTable published;

    public Routes(RouterFeed feed) {
        this.feed = feed;
    }

    synchronized void desired(DesiredState state) {
        routes = state.routes();
        publish();
    }

    /// Addresses of this node on which containers reach the router: the gateways of its project networks.
    public synchronized void listen(Collection<String> addresses) {
        listen = List.copyOf(addresses);
        publish();
    }

    /// Allows publishing: what runs was asked whether it is ready.
    synchronized void open() {
        open = true;
        publish();
    }

    /// Does nothing for a container that was retired.
    synchronized void ready(ReadyInstance instance) {
        if (!retired.contains(instance.container())) {
            ready.put(instance.container(), instance);
            publish();
        }
    }

    synchronized void unready(String container) {
        if (ready.remove(container) != null) {
            publish();
        }
    }

    /// Takes the container out for good. Returns whether it was routed to.
    synchronized boolean retire(String container) {
        retired.add(container);
        boolean routed = ready.remove(container) != null;
        if (routed) {
            publish();
        }
        return routed;
    }

    synchronized boolean retired(String container) {
        return retired.contains(container);
    }

    /// Forgets what no longer exists.
    synchronized void keep(Set<String> containers) {
        retired.retainAll(containers);
        if (ready.keySet().retainAll(containers)) {
            publish();
        }
    }

    private void publish() {
        if (!open || routes == null) {
            return;
        }
        RouteTable table = RouteMerge.table(routes, ready.values(), listen);
        if (!table.equals(published)) {
            published = table;
            feed.publish(table);
        }
    }
}

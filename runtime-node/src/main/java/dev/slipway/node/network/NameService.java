package dev.slipway.node.network;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// One name server per bridge. A gateway that cannot be bound (another resolver holds port 53) is tried again
/// when the next bridge comes; until then its containers ask the host's resolvers.
public final class NameService implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NameService.class.getName());

    private final String appsDomain;
    private final NameForwarder forwarder;
    private final Map<String, NameServer> servers = new HashMap<>();

    public NameService(String appsDomain, Resolvers resolvers) {
        this.appsDomain = appsDomain;
        this.forwarder = NameForwarder.of(resolvers);
    }

    /// These bridges exist now: serves those not yet served, and those that are gone no longer.
    public synchronized void serve(Collection<Bridge> bridges) {
        Set<String> present = bridges.stream().map(Bridge::gateway).collect(Collectors.toSet());
        for (String gateway : Set.copyOf(servers.keySet())) {
            if (!present.contains(gateway)) {
                servers.remove(gateway).close();
            }
        }
        for (Bridge bridge : bridges) {
            if (!servers.containsKey(bridge.gateway())) {
                open(bridge.gateway());
            }
        }
    }

    private void open(String gateway) {
        try {
            servers.put(gateway, NameServer.open(gateway, NameForwarder.PORT, appsDomain, forwarder));
        } catch (IOException taken) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no name server on {0}: {1}; containers there cannot look up the apps domain",
                    gateway,
                    taken.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        servers.values().forEach(NameServer::close);
        servers.clear();
    }
}

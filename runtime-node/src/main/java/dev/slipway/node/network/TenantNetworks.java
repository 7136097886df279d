package dev.slipway.node.network;

import dev.slipway.engine.Networks;
import dev.slipway.engine.Networks.NetworkSpec;
import dev.slipway.model.assignment.TenantNetwork;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// The project networks of this node: made when a project first runs something here, and told to those who care
/// (packet filter, router, name server) before its first container starts.
public final class TenantNetworks {
    private final Networks networks;
    private final String installation;
    private final Resolvers resolvers;
    private final LoopbackForward loopback;
    private final Consumer<Collection<Bridge>> listener;
    private final Map<Integer, TenantNetwork> ensured = new ConcurrentHashMap<>();
    private final Map<Integer, Bridge> bridges = new TreeMap<>();

    /// listener is given every bridge known whenever one comes; resolvers are asked by containers when their
    /// gateway's name server does not answer; loopback reaches what listens for nobody else.
    public TenantNetworks(
            Networks networks,
            String installation,
            Resolvers resolvers,
            LoopbackForward loopback,
            Consumer<Collection<Bridge>> listener) {
        this.networks = networks;
        this.installation = installation;
        this.resolvers = resolvers;
        this.loopback = loopback;
        this.listener = listener;
    }

    /// The engine's name of a project's network.
    public static String name(String installation, int number) {
        return "slipway-" + installation + "-p" + number;
    }

    /// Makes the network unless this agent has made sure of it already.
    public void ensure(TenantNetwork network) {
        ensured.computeIfAbsent(network.number(), number -> {
            Bridge bridge = Bridge.of(installation, network);
            networks.ensure(new NetworkSpec(name(installation, number), bridge.device(), bridge.subnet()));
            return network;
        });
        adopt(network);
    }

    /// Ask the engine again next time: something about it failed.
    public void forget(TenantNetwork network) {
        ensured.remove(network.number());
    }

    /// The network was found in use by a container that runs. A listener that throws is told again next time.
    public synchronized void adopt(TenantNetwork network) {
        Bridge bridge = Bridge.of(installation, network);
        if (!bridge.equals(bridges.get(network.number()))) {
            Map<Integer, Bridge> next = new TreeMap<>(bridges);
            next.put(network.number(), bridge);
            listener.accept(List.copyOf(next.values()));
            bridges.put(network.number(), bridge);
        }
    }

    /// Lets this machine reach what an instance listens on at its loopback address alone. address and pid are those of
    /// its container. False where that is not possible.
    public boolean forward(TenantNetwork network, String address, long pid, int port) {
        return loopback.open(Bridge.of(installation, network), address, pid, port);
    }

    /// The numbers of the projects whose networks the engine has.
    public List<Integer> numbers() {
        String prefix = name(installation, 0).replaceFirst("0$", "");
        return networks.list().stream()
                .map(NetworkSpec::name)
                .filter(name -> name.matches(Pattern.quote(prefix) + "\\d{1,9}"))
                .map(name -> Integer.valueOf(name.substring(prefix.length())))
                .sorted()
                .toList();
    }

    /// Removes a network because it was ordered away. Throws EngineException of kind CONFLICT while something
    /// runs in it.
    public void remove(int number) {
        // One step as seen by ensure, and no lock that adopt takes is held while the engine is asked: it may hang.
        ensured.compute(number, (_, _) -> {
            networks.remove(name(installation, number));
            forgetBridge(number);
            return null;
        });
    }

    private synchronized void forgetBridge(int number) {
        if (bridges.containsKey(number)) {
            Map<Integer, Bridge> next = new TreeMap<>(bridges);
            next.remove(number);
            listener.accept(List.copyOf(next.values()));
            bridges.remove(number);
        }
    }

    /// What a container of the network asks for names, best first.
    public List<String> dns(TenantNetwork network) {
        List<String> servers = new ArrayList<>();
        servers.add(Bridge.of(installation, network).gateway());
        servers.addAll(resolvers.reachable());
        return servers;
    }
}

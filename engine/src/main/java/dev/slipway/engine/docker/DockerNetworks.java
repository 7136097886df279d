package dev.slipway.engine.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Network.Ipam;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.Networks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

final class DockerNetworks implements Networks {
    private static final String BRIDGE = "com.docker.network.bridge.name";

    private final DockerClients clients;
    private final InstallationLabel label;
    // The engine takes two networks of one name; one maker at a time looks first.
    private final ReentrantLock making = new ReentrantLock();

    DockerNetworks(DockerClients clients, InstallationLabel label) {
        this.clients = clients;
        this.label = label;
    }

    @Override
    public void ensure(NetworkSpec spec) {
        making.lock();
        try {
            Optional<NetworkSpec> present = list().stream()
                    .filter(network -> network.name().equals(spec.name()))
                    .findFirst();
            if (present.isEmpty()) {
                make(spec);
            } else if (!present.get().equals(spec)) {
                throw new EngineException(Kind.CONFLICT, "there is already " + present.get() + ", not " + spec, null);
            }
        } finally {
            making.unlock();
        }
    }

    private void make(NetworkSpec spec) {
        EngineFaults.calling(
                "make network " + spec.name(),
                () -> clients.calls()
                        .createNetworkCmd()
                        .withName(spec.name())
                        .withDriver("bridge")
                        .withCheckDuplicate(true)
                        .withLabels(label.on(Map.of()))
                        .withOptions(Map.of(BRIDGE, spec.bridge()))
                        .withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(spec.subnet())))
                        .exec());
    }

    @Override
    public void remove(String name) {
        Optional<Network> own =
                own().stream().filter(network -> network.getName().equals(name)).findFirst();
        if (own.isEmpty()) {
            return;
        }
        EngineFaults.calling("remove network " + name, () -> {
            try {
                return clients.calls().removeNetworkCmd(own.get().getId()).exec();
            } catch (NotFoundException _) {
                return null;
            }
        });
    }

    @Override
    public List<NetworkSpec> list() {
        return own().stream().map(DockerNetworks::spec).toList();
    }

    private List<Network> own() {
        return EngineFaults.looking(
                "list networks",
                () -> clients.calls()
                        .listNetworksCmd()
                        .withFilter("label", List.of(InstallationLabel.NAME + "=" + label.installation()))
                        .exec());
    }

    private static NetworkSpec spec(Network network) {
        return new NetworkSpec(
                network.getName(),
                network.getOptions().get(BRIDGE),
                network.getIpam().getConfig().getFirst().getSubnet());
    }
}

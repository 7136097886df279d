package dev.slipway.engine.memory;

import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.NetworkPlace.InNetwork;
import dev.slipway.engine.Networks;
import dev.slipway.engine.memory.MemoryMachine.MemoryNetwork;
import java.util.List;

final class MemoryNetworks implements Networks {
    private final MemoryMachine machine;
    private final InstallationLabel label;

    MemoryNetworks(MemoryMachine machine, InstallationLabel label) {
        this.machine = machine;
        this.label = label;
    }

    @Override
    public void ensure(NetworkSpec spec) {
        machine.ask(() -> {
            MemoryNetwork present = machine.networks.get(spec.name());
            if (present == null) {
                requireFree(spec);
                return machine.networks.put(spec.name(), new MemoryNetwork(spec, label));
            }
            if (!present.spec().equals(spec)) {
                throw new EngineException(Kind.CONFLICT, "there is already " + present.spec() + ", not " + spec, null);
            }
            return present;
        });
    }

    private void requireFree(NetworkSpec spec) {
        Subnet subnet = Subnet.parse(spec.subnet());
        for (MemoryNetwork other : machine.networks.values()) {
            if (subnet.overlaps(Subnet.parse(other.spec().subnet()))
                    || spec.bridge().equals(other.spec().bridge())) {
                throw new EngineException(Kind.CONFLICT, spec + " overlaps with " + other.spec(), null);
            }
        }
    }

    @Override
    public void remove(String name) {
        machine.ask(() -> {
            MemoryNetwork network = machine.networks.get(name);
            if (network == null || !network.label().equals(label)) {
                return null;
            }
            if (machine.containers.values().stream()
                    .anyMatch(container -> container.running()
                            && container.spec().network() instanceof InNetwork in
                            && in.name().equals(name))) {
                throw new EngineException(Kind.CONFLICT, "containers are in network " + name, null);
            }
            return machine.networks.remove(name);
        });
    }

    @Override
    public List<NetworkSpec> list() {
        return machine.ask(() -> machine.networks.values().stream()
                .filter(network -> network.label().equals(label))
                .map(MemoryNetwork::spec)
                .toList());
    }
}

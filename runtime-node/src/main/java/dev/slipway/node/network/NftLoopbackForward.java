package dev.slipway.node.network;

import dev.slipway.model.assignment.TenantNetwork;
import dev.slipway.node.network.HostCommand.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A table of nftables in the network namespace of the instance, which cannot change it itself. Needs root.
public final class NftLoopbackForward implements LoopbackForward {
    private static final System.Logger LOG = System.getLogger(NftLoopbackForward.class.getName());

    /// The kernel takes nothing for 127.0.0.0/8 from outside unless it is told to.
    private static final String APPLY = """
            for interface in /proc/sys/net/ipv4/conf/eth*; do echo 1 >"$interface/route_localnet"; done
            exec nft -f -
            """;

    private final String installation;

    public NftLoopbackForward(String installation) {
        this.installation = installation;
    }

    @Override
    public boolean open(long pid, TenantNetwork network, int port) {
        Path namespace = Path.of("/proc", String.valueOf(pid), "ns", "net");
        if (!ofAContainer(namespace)) {
            return false;
        }
        Answer answer = HostCommand.run(
                rules(Bridge.of(installation, network).gateway(), port),
                List.of("nsenter", "--net=" + namespace, "sh", "-ec", APPLY));
        if (!answer.succeeded()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "port {0} of a loopback address cannot be reached: {1}",
                    String.valueOf(port),
                    answer.text().strip());
        }
        return answer.succeeded();
    }

    /// The number may be another process's by now: never this machine's own.
    private static boolean ofAContainer(Path namespace) {
        try {
            Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
            return !Files.readSymbolicLink(namespace).equals(own);
        } catch (IOException gone) {
            return false;
        }
    }

    /// Replaces the table whether it is there or not. Only this machine's own address in the network is let through:
    /// neighbours are refused what they were refused before, also when they claim to be the instance itself.
    static String rules(String gateway, int port) {
        return """
                table ip slipway_loopback
                delete table ip slipway_loopback
                table ip slipway_loopback {
                  chain guard {
                    type filter hook prerouting priority raw; policy accept;
                    iifname != "lo" ip daddr 127.0.0.0/8 drop
                    iifname != "lo" ip saddr 127.0.0.0/8 drop
                  }

                  chain forward {
                    type nat hook prerouting priority dstnat; policy accept;
                    ip saddr %s tcp dport %d dnat to 127.0.0.1
                  }
                }
                """.formatted(gateway, port);
    }
}

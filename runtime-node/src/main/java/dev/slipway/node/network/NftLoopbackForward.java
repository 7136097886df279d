package dev.slipway.node.network;

import dev.slipway.node.network.HostCommand.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A table of nftables in the network namespace of the instance, which cannot change it itself. Needs root.
public final class NftLoopbackForward implements LoopbackForward {
    private static final System.Logger LOG = System.getLogger(NftLoopbackForward.class.getName());

    /// $1 is the instance's address: the process may be another one's by now, in another namespace. The kernel
    /// takes nothing for 127.0.0.0/8 from outside unless it is told to, which it is when the rules stand.
    private static final String APPLY = """
            ip -oneline -4 address show | grep -qF " $1/"
            nft -f -
            for interface in /proc/sys/net/ipv4/conf/eth*; do echo 1 >"$interface/route_localnet"; done
            """;

    @Override
    public boolean open(Bridge bridge, String address, long pid, int port) {
        try {
            String hardware = Files.readString(Path.of("/sys/class/net", bridge.device(), "address"))
                    .strip();
            Answer answer = HostCommand.run(
                    rules(bridge.gateway(), hardware, port),
                    List.of("nsenter", "--net=/proc/" + pid + "/ns/net", "sh", "-ec", APPLY, "forward", address));
            return answer.succeeded() || failed(address, port, answer.text().strip());
        } catch (IOException gone) {
            return failed(address, port, gone.toString());
        }
    }

    private static boolean failed(String address, int port, String why) {
        LOG.log(
                System.Logger.Level.WARNING,
                "port {0} of the loopback address of {1} cannot be reached: {2}",
                String.valueOf(port),
                address,
                why);
        return false;
    }

    /// Replaces the table whether it is there or not. Only this machine's own address in the network is let
    /// through, by both of its names, for masquerading gives one of them to others. Nobody else comes in for
    /// 127.0.0.0/8 or in its name, and nothing goes out in its name.
    static String rules(String gateway, String hardwareAddress, int port) {
        return """
                table ip slipway_loopback
                delete table ip slipway_loopback
                table ip slipway_loopback {
                  chain enter {
                    type filter hook prerouting priority raw; policy accept;
                    iifname != "lo" ip daddr 127.0.0.0/8 drop
                    iifname != "lo" ip saddr 127.0.0.0/8 drop
                  }

                  chain forward {
                    type nat hook prerouting priority dstnat; policy accept;
                    ether saddr %s ip saddr %s tcp dport %d dnat to 127.0.0.1
                  }

                  chain leave {
                    type filter hook postrouting priority srcnat + 10; policy accept;
                    oifname != "lo" ip saddr 127.0.0.0/8 drop
                  }
                }
                """.formatted(hardwareAddress, gateway, port);
    }
}

package dev.slipway.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who reaches a gateway: seen from a neighbour of this machine, and from two projects' bridges, each a network
/// namespace at the end of a wire. Needs root, ip, nft and bash.
class GatewayIT {
    private final int block = ThreadLocalRandom.current().nextInt(0, 250);
    private final String installation =
            Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36, 36 * 36 * 36 * 36), 36) + "gw";
    private final String bridges = "s" + installation.substring(0, 4) + "p";
    private final Firewall firewall;
    private final ServerSocket router;

    GatewayIT() throws IOException {
        router = new ServerSocket(0, 16, InetAddress.ofLiteral("0.0.0.0"));
        firewall = new Firewall(
                FirewallRules.of(installation, "10.208.0.0/12", List.of(), List.of(), router.getLocalPort()));
    }

    @BeforeEach
    void wire() throws IOException, InterruptedException {
        wire(bridges + "1", gateway(1));
        wire(bridges + "2", gateway(2));
        wire("n" + installation, "198.18." + block + ".1");
        firewall.start();
    }

    /// A device of this machine with the given address, and behind it a namespace of the same name that routes
    /// everything there.
    private static void wire(String device, String address) throws IOException, InterruptedException {
        String inside = address.substring(0, address.lastIndexOf('.')) + ".2/24";
        run("ip", "netns", "add", device);
        run("ip", "link", "add", device, "type", "veth", "peer", "name", "eth0", "netns", device);
        run("ip", "address", "add", address + "/24", "dev", device);
        run("ip", "link", "set", device, "up");
        run("ip", "-n", device, "address", "add", inside, "dev", "eth0");
        run("ip", "-n", device, "link", "set", "eth0", "up");
        run("ip", "-n", device, "route", "add", "default", "via", address);
    }

    @AfterEach
    void unwire() throws IOException, InterruptedException {
        firewall.close();
        firewall.remove();
        router.close();
        for (String device : List.of(bridges + "1", bridges + "2", "n" + installation)) {
            exitCode("ip", "netns", "delete", device);
            exitCode("ip", "link", "delete", device);
        }
    }

    @Test
    void gatewayAnswersItsOwnBridgeAndNobodyElse() throws IOException, InterruptedException {
        assertThat(reaches(bridges + "1", gateway(1))).isTrue();
        assertThat(reaches(bridges + "2", gateway(2))).isTrue();
        assertThat(reaches(bridges + "2", gateway(1))).isFalse();
        assertThat(reaches("n" + installation, "198.18." + block + ".1")).isTrue();
        assertThat(reaches("n" + installation, gateway(1))).isFalse();
    }

    private String gateway(int project) {
        return "10.22" + project + "." + block + ".1";
    }

    private boolean reaches(String namespace, String address) throws IOException, InterruptedException {
        String connect = "exec 3<>/dev/tcp/" + address + "/" + router.getLocalPort();
        return exitCode("ip", "netns", "exec", namespace, "timeout", "2", "bash", "-c", connect) == 0;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(exitCode(command)).as(String.join(" ", command)).isZero();
    }

    private static int exitCode(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}

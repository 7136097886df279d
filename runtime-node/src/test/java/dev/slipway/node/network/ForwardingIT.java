package dev.slipway.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.network.HostCommand.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Needs root, ip and iptables; the filter is that of a network namespace made for it.
class ForwardingIT {
    private static final String NAMESPACE =
            "slipway-it-" + ProcessHandle.current().pid();
    private static final List<String> IPTABLES = List.of("ip", "netns", "exec", NAMESPACE, "iptables");
    private static final String OUT = "-A FORWARD -i sabcdp+ -j ACCEPT";
    private static final String BACK = "-A FORWARD -o sabcdp+ -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT";

    private final Forwarding forwarding = new Forwarding("abcdef", IPTABLES);

    @BeforeEach
    void namespace() {
        assertThat(HostCommand.run("", List.of("ip", "netns", "add", NAMESPACE)).succeeded())
                .isTrue();
    }

    @AfterEach
    void remove() {
        HostCommand.run("", List.of("ip", "netns", "delete", NAMESPACE));
    }

    private static List<String> iptables(String... words) {
        List<String> command = new ArrayList<>(IPTABLES);
        command.addAll(List.of(words));
        Answer answer = HostCommand.run("", command);
        assertThat(answer.succeeded()).as(answer.text()).isTrue();
        return answer.text().lines().toList();
    }

    @Test
    void filterThatDropsWhatItDoesNotKnowKnowsTenantsAfterItsOwnRules() {
        iptables("-P", "FORWARD", "DROP");
        iptables("-A", "FORWARD", "-d", "192.0.2.1", "-j", "DROP");

        forwarding.open();
        forwarding.open();

        List<String> rules = iptables("-S", "FORWARD");
        assertThat(rules).containsExactly("-P FORWARD DROP", "-A FORWARD -d 192.0.2.1/32 -j DROP", OUT, BACK);

        forwarding.close();
        assertThat(iptables("-S", "FORWARD")).hasSize(2).doesNotContain(OUT, BACK);
    }

    @Test
    void filterThatPassesEverythingStaysAsItIs() {
        forwarding.open();

        assertThat(iptables("-S", "FORWARD")).containsExactly("-P FORWARD ACCEPT");
    }

    @Test
    void machineWithoutIptablesHasNothingToOpen() {
        new Forwarding("abcdef", List.of("no-such-command")).open();
    }
}

package dev.slipway.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class FirewallRulesTest {

    @Test
    void scriptIsThisText() {
        FirewallRules rules = FirewallRules.of(
                        "ab12cd", "10.208.0.0/12", List.of("192.0.2.53"), List.of("10.9.0.0/16"), 8000)
                .with(List.of(
                        new Bridge("sab12p2", "10.208.2.0/24", "10.208.2.1"),
                        new Bridge("sab12p1", "10.208.1.0/24", "10.208.1.1")));
        assertThat(rules.script()).isEqualTo("""
                        table inet slipway_ab12cd
                        delete table inet slipway_ab12cd
                        table inet slipway_ab12cd {
                          set same_bridge {
                            type ifname . ifname
                            elements = { "sab12p1" . "sab12p1", "sab12p2" . "sab12p2" }
                          }

                          chain forward {
                            type filter hook forward priority filter; policy accept;
                            iifname "sab12p*" ip saddr 127.0.0.0/8 drop
                            ct state established,related accept
                            iifname . oifname @same_bridge accept
                            oifname "sab12p*" drop
                            iifname != "sab12p*" accept
                            meta nfproto ipv6 drop
                            ip daddr 192.0.2.53 meta l4proto { tcp, udp } th dport 53 accept
                            ip daddr 10.9.0.0/16 accept
                            ip daddr 0.0.0.0/8 drop
                            ip daddr 10.0.0.0/8 drop
                            ip daddr 100.64.0.0/10 drop
                            ip daddr 127.0.0.0/8 drop
                            ip daddr 169.254.0.0/16 drop
                            ip daddr 172.16.0.0/12 drop
                            ip daddr 192.168.0.0/16 drop
                            ip daddr 224.0.0.0/3 drop
                            accept
                          }

                          chain incoming {
                            type filter hook input priority filter; policy accept;
                            iifname "lo" accept
                            iifname "sab12p*" ip saddr 127.0.0.0/8 drop
                            ct state established,related accept
                            ip daddr 10.208.0.0/12 fib daddr . iif type != local drop
                            iifname != "sab12p*" accept
                            ip daddr 10.208.0.0/12 tcp dport 8000 accept
                            ip daddr 10.208.0.0/12 meta l4proto { tcp, udp } th dport 53 accept
                            drop
                          }

                          chain postrouting {
                            type nat hook postrouting priority srcnat; policy accept;
                            ip saddr 10.208.0.0/12 ip daddr != 10.208.0.0/12 oifname != "sab12p*" masquerade
                          }
                        }
                        """);
    }

    @Test
    void nothingThatIsNoAddressReachesARule() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FirewallRules.of("a", "10.208.0.0/12", List.of(), List.of("any; accept"), 8000));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FirewallRules.of("a\" accept", "10.208.0.0/12", List.of(), List.of(), 8000));
        Bridge odd = new Bridge("x\" }", "10.208.1.0/24", "10.208.1.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FirewallRules.of("a", "10.208.0.0/12", List.of(), List.of(), 8000)
                        .with(List.of(odd)));
    }

    @Test
    void rangeIsCutToItsPrefixAndItsFirstAddressIsTheGateway() {
        assertThat(Cidr.parse("10.208.7.99/24")).hasToString("10.208.7.0/24");
        assertThat(Cidr.parse("10.208.7.99/24").first()).isEqualTo("10.208.7.1");
        assertThat(Cidr.parse("203.0.113.9")).hasToString("203.0.113.9");
        assertThat(Cidr.parse("0.0.0.0/0")).hasToString("0.0.0.0/0");
        assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse("10.0.0.256"));
        assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse("10.0.0.0/33"));
    }

    @Test
    void resolversAreTheAddressesOfNameserverLines() {
        Resolvers resolvers = Resolvers.parse("""
                # a comment
                nameserver 127.0.0.53
                nameserver   192.0.2.53
                nameserver fd00::53
                search example.org
                """);
        assertThat(resolvers.addresses()).containsExactly("127.0.0.53", "192.0.2.53");
        assertThat(resolvers.reachable()).containsExactly("192.0.2.53");
    }
}

package dev.slipway.node.network;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The node's packet filter as text for `nft -f`: one table of its own, replaced whole and
/// atomically. Tenants reach their own bridge, the host's resolvers, what egress.allow names, and the internet
/// outside the private ranges; of the host only the router's port and the name server on their own gateway. Nobody
/// else reaches a gateway: whoever asks for one must stand on its bridge. Nobody comes in the name of
/// a loopback address. Pure.
public record FirewallRules(
        String installation, Cidr pool, List<Bridge> bridges, List<Cidr> resolvers, List<Cidr> allow, int routerPort) {
    private static final Pattern INSTALLATION = Pattern.compile("[a-z0-9]{1,24}");
    private static final Pattern DEVICE = Pattern.compile("[a-z0-9]{1,15}");

    /// Ranges that are nobody's on the internet, so they are somebody's here: this host, link local (cloud
    /// metadata), private, shared, multicast and reserved (RFC 6890).
    private static final List<String> SPECIAL = List.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "224.0.0.0/3");

    /// Throws IllegalArgumentException for names that do not belong into a rule.
    public FirewallRules {
        if (!INSTALLATION.matcher(installation).matches()) {
            throw new IllegalArgumentException("\"" + installation + "\" is no installation id");
        }
        for (Bridge bridge : bridges) {
            if (!DEVICE.matcher(bridge.device()).matches()) {
                throw new IllegalArgumentException("\"" + bridge.device() + "\" is no bridge of ours");
            }
        }
        bridges = List.copyOf(bridges);
        resolvers = List.copyOf(resolvers);
        allow = List.copyOf(allow);
    }

    /// pool and allow in CIDR form, IPv4; resolvers are plain addresses.
    public static FirewallRules of(
            String installation, String pool, Collection<String> resolvers, Collection<String> allow, int routerPort) {
        List<Cidr> asked = resolvers.stream().map(Cidr::parse).toList();
        List<Cidr> allowed = allow.stream().map(Cidr::parse).toList();
        return new FirewallRules(installation, Cidr.parse(pool), List.of(), asked, allowed, routerPort);
    }

    FirewallRules with(Collection<Bridge> present) {
        return new FirewallRules(installation, pool, List.copyOf(present), resolvers, allow, routerPort);
    }

    String table() {
        return "slipway_" + installation;
    }

    /// Replaces the table whether it is there or not.
    String script() {
        return """
                table inet %1$s
                delete table inet %1$s
                table inet %1$s {
                %2$s
                  chain forward {
                    type filter hook forward priority filter; policy accept;
                    iifname %3$s ip saddr 127.0.0.0/8 drop
                    ct state established,related accept
                    iifname . oifname @same_bridge accept
                    oifname %3$s drop
                    iifname != %3$s accept
                    meta nfproto ipv6 drop
                %4$s
                    accept
                  }

                  chain incoming {
                    type filter hook input priority filter; policy accept;
                    iifname "lo" accept
                    iifname %3$s ip saddr 127.0.0.0/8 drop
                    ct state established,related accept
                    ip daddr %5$s fib daddr . iif type != local drop
                    iifname != %3$s accept
                    ip daddr %5$s tcp dport %6$d accept
                    ip daddr %5$s meta l4proto { tcp, udp } th dport 53 accept
                    drop
                  }

                  chain postrouting {
                    type nat hook postrouting priority srcnat; policy accept;
                    ip saddr %5$s ip daddr != %5$s oifname != %3$s masquerade
                  }
                }
                """.formatted(table(), sameBridge(), tenants(), destinations(), pool, routerPort);
    }

    private String tenants() {
        return "\"" + Bridge.devicePrefix(installation) + "*\"";
    }

    private String sameBridge() {
        String pairs = bridges.stream()
                .map(Bridge::device)
                .sorted()
                .map(device -> "\"" + device + "\" . \"" + device + "\"")
                .collect(Collectors.joining(", "));
        String elements = pairs.isEmpty() ? "" : "    elements = { " + pairs + " }\n";
        return "  set same_bridge {\n    type ifname . ifname\n" + elements + "  }\n";
    }

    private String destinations() {
        List<String> rules = new ArrayList<>();
        resolvers.forEach(
                address -> rules.add("    ip daddr " + address + " meta l4proto { tcp, udp } th dport 53 accept"));
        allow.forEach(range -> rules.add("    ip daddr " + range + " accept"));
        SPECIAL.forEach(range -> rules.add("    ip daddr " + range + " drop"));
        return String.join("\n", rules);
    }
}

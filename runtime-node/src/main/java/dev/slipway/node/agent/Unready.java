package dev.slipway.node.agent;

import dev.slipway.model.instance.InstanceReason;
import dev.slipway.node.probe.ListeningPorts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Why a running instance takes no traffic, and its last lines.
record Unready(InstanceReason reason, String message, List<String> evidence) {

    /// complaint is what its probe says; port null where none is asked; listening empty where it cannot be told.
    static Unready of(String complaint, Integer port, Optional<ListeningPorts> listening, List<String> evidence) {
        if (port != null && listening.isPresent()) {
            Boolean open = listening.get().ports().get(port);
            if (open == null) {
                return new Unready(InstanceReason.PortNotListening, nothingOn(port, listening.get()), evidence);
            }
            if (!open) {
                return new Unready(
                        InstanceReason.ListensOnLoopback,
                        "It listens on port " + port + " on the loopback address alone, where nobody else reaches it.",
                        evidence);
            }
        }
        String what = complaint == null ? "It is not ready yet." : "It is not ready: " + complaint + ".";
        return new Unready(InstanceReason.NotReady, what, evidence);
    }

    /// For so long that it will not be reached on its port any more.
    static Unready elsewhere(int port, OtherPort other, List<String> evidence) {
        String since = "for " + OtherPort.STEADY.toSeconds() + " s and more it has listened on port " + other.port();
        return other.open()
                ? new Unready(
                        InstanceReason.WrongPort,
                        "Nothing listens on port " + port + "; " + since + " alone.",
                        evidence)
                : new Unready(
                        InstanceReason.WrongAddress,
                        "Nobody else reaches it on port " + port + "; " + since + " of the loopback address alone.",
                        evidence);
    }

    private static String nothingOn(int port, ListeningPorts listening) {
        String others = listening.ports().keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "Nothing listens on port " + port + "; it listens on "
                + (others.isEmpty() ? "no port." : "port " + others + ".");
    }
}

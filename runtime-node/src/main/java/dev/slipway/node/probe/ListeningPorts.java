package dev.slipway.node.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// On which TCP ports a network namespace is listened on, as the kernel tells (`/proc/<pid>/net/tcp`, `tcp6`). True
/// means
/// that the port can be reached from outside, false that it is bound to a loopback address alone.
public record ListeningPorts(TreeMap<Integer, Boolean> ports) {
    private static final String LISTEN = "0A";
    // The engine's own name server, which is in every container.
    private static final String ENGINE_NAMES = "0B00007F";
    private static final String LOOPBACK_6 = "00000000000000000000000001000000";
    private static final String MAPPED_LOOPBACK = "0000000000000000FFFF0000";

    /// Empty when it cannot be told.
    public static Optional<ListeningPorts> of(long pid) {
        try {
            Path net = Path.of("/proc", String.valueOf(pid), "net");
            List<String> sockets = new ArrayList<>(Files.readAllLines(net.resolve("tcp")));
            if (Files.exists(net.resolve("tcp6"))) {
                sockets.addAll(Files.readAllLines(net.resolve("tcp6")));
            }
            return Optional.of(parse(sockets.stream()));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    static ListeningPorts parse(Stream<String> sockets) {
        TreeMap<Integer, Boolean> ports = new TreeMap<>();
        sockets.map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 3 && words[3].equals(LISTEN))
                .map(words -> words[1].split(":"))
                .filter(local -> !local[0].equals(ENGINE_NAMES))
                .forEach(local -> ports.merge(Integer.parseInt(local[1], 16), open(local[0]), Boolean::logicalOr));
        return new ListeningPorts(ports);
    }

    /// Addresses are hexadecimal words in the machine's byte order, which is little-endian here.
    private static boolean open(String address) {
        boolean loopback4 = address.length() == 8 && address.endsWith("7F");
        boolean mapped = address.startsWith(MAPPED_LOOPBACK) && address.endsWith("7F");
        return !loopback4 && !mapped && !address.equals(LOOPBACK_6);
    }
}

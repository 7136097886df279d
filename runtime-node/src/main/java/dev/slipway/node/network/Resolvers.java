package dev.slipway.node.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The host's own resolvers, IPv4 only, as /etc/resolv.conf names them.
public record Resolvers(List<String> addresses) {
    private static final System.Logger LOG = System.getLogger(Resolvers.class.getName());

    public Resolvers {
        addresses = List.copyOf(addresses);
    }

    /// Empty when the file cannot be read.
    public static Resolvers read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException unreadable) {
            LOG.log(System.Logger.Level.WARNING, "no resolvers: " + unreadable);
            return new Resolvers(List.of());
        }
    }

    static Resolvers parse(String text) {
        return new Resolvers(text.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length >= 2 && words[0].equals("nameserver"))
                .map(words -> words[1])
                .filter(Cidr::isAddress)
                .toList());
    }

    /// Those that a container can reach: a loopback address is the host's alone.
    public List<String> reachable() {
        return addresses.stream().filter(address -> !address.startsWith("127.")).toList();
    }
}

package dev.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What one of an installation's processes may do on the machine, as the kernel says it, and programs run with exactly
/// that.
final class Rights {
    private static final String CONNECT = "socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die; "
            + "print connect($s, sockaddr_un($ARGV[0])) ? 'connected' : 0 + $!";

    private final int pid;
    private final List<String> status;

    private Rights(int pid, List<String> status) {
        this.pid = pid;
        this.status = status;
    }

    /// role is that of a process under its supervisor.
    static Rights of(Installation installation, String role) {
        try {
            Path number = installation.home().resolve("run/" + role + ".pid");
            int pid = Integer.parseInt(Files.readString(number).strip());
            return new Rights(pid, Files.readAllLines(Path.of("/proc/" + pid + "/status")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A line of its status: the user ids, the bits of a set of capabilities.
    String says(String name) {
        return status.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    /// "connected", or the number of the error.
    String connect(Path socket) {
        return act("perl", "-MSocket", "-e", CONNECT, socket.toString())
                .expectSuccess()
                .out();
    }

    /// Runs a program with the process's user, groups and capabilities.
    Command.Result act(String... words) {
        List<String> command = new ArrayList<>(List.of("setpriv"));
        command.addAll(List.of("--reuid=" + first("Uid"), "--regid=" + first("Gid")));
        String groups = says("Groups").replace(' ', ',');
        command.add(groups.isEmpty() ? "--clear-groups" : "--groups=" + groups);
        String capabilities = "-all" + capabilities();
        command.addAll(List.of("--inh-caps=" + capabilities, "--ambient-caps=" + capabilities));
        if (says("NoNewPrivs").equals("1")) {
            command.add("--no-new-privs");
        }
        command.addAll(List.of(words));
        return new Command(Path.of("/"), Map.of(), Duration.ofMinutes(1)).run(command);
    }

    private String first(String name) {
        return says(name).split("\\s+")[0];
    }

    /// Those that a program keeps when it starts another one.
    private String capabilities() {
        long bits = Long.parseUnsignedLong(says("CapAmb"), 16);
        StringBuilder names = new StringBuilder();
        for (int bit = 0; bit < 64; bit++) {
            names.append((bits >> bit & 1) == 1 ? ",+cap_" + bit : "");
        }
        return names.toString();
    }

    /// Whether the process has a connection to the socket, or the socket itself.
    boolean holds(Path socket) {
        Set<String> held = descriptors();
        held.retainAll(endsOf(socket));
        return !held.isEmpty();
    }

    private Set<String> descriptors() {
        Set<String> found = new HashSet<>();
        try (Stream<Path> links = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path link : links.toList()) {
                // One that was closed meanwhile is none.
                if (Files.isSymbolicLink(link)) {
                    found.add(Files.readSymbolicLink(link).toString().replaceAll("socket:\\[(\\d+)]", "$1"));
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The numbers of the listening socket, of the engine's ends and of those at the other side.
    private static Set<String> endsOf(Path socket) {
        Set<String> ends = new HashSet<>();
        new Command(Path.of("/"), Map.of(), Duration.ofSeconds(30))
                .run("ss", "-Hxa")
                .expectSuccess()
                .out()
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length >= 8 && words[4].equals(socket.toString()))
                .forEach(words -> ends.addAll(List.of(words[5], words[7])));
        return ends;
    }
}

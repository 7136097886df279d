import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Which processes belong to an installation: its own, the engine's and what the engine runs.
record InstallationProcesses(Installation installation) {
    static final List<String> JAVA = List.of("platform", "router", "node");

    List<ProcessGroup> own() {
        return Stream.concat(
                        JAVA.stream().map(role -> new ProcessGroup(role, List.of(role(role)))),
                        Stream.of(
                                withChildren("PostgreSQL", number("postgres/data/postmaster.pid")),
                                withChildren("watch", role("watch")),
                                supervisors()))
                .toList();
    }

    List<ProcessGroup> engine() {
        long daemon = number("engine/pid");
        List<Long> containerd = children(daemon);
        return List.of(
                new ProcessGroup("dockerd", List.of(daemon)),
                new ProcessGroup("containerd", containerd),
                new ProcessGroup("shims", shims()));
    }

    /// All processes in instances: the children of the shims, and theirs.
    ProcessGroup instances() {
        return new ProcessGroup(
                "instances",
                shims().stream()
                        .flatMap(shim -> ProcessHandle.of(shim).stream())
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid)
                        .toList());
    }

    long role(String role) {
        return number("run/" + role + ".pid");
    }

    private ProcessGroup supervisors() {
        try (Stream<Path> files = Files.list(installation.home().resolve("run"))) {
            List<Long> ids = files.filter(file -> file.toString().endsWith(".supervisor"))
                    .map(file -> number("run/" + file.getFileName()))
                    .flatMap(id -> Stream.concat(Stream.of(id), children(id).stream().filter(this::isSleep)))
                    .toList();
            return new ProcessGroup("supervisors", ids);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a supervisor waits with, beside the process that it keeps.
    private boolean isSleep(long id) {
        return ProcessHandle.of(id)
                .flatMap(process -> process.info().command())
                .filter(command -> command.endsWith("/sleep"))
                .isPresent();
    }

    /// A shim's command line names its containerd, whose place is named by the engine's directory.
    private List<Long> shims() {
        String address = "-address /run/slipway-engine-" + digest(installation.home().resolve("engine")) + "/";
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(id -> commandLine(id).contains("containerd-shim"))
                .filter(id -> commandLine(id).contains(address))
                .toList();
    }

    private static String digest(Path directory) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(directory.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String commandLine(long id) {
        try {
            return Files.readString(Path.of("/proc/" + id + "/cmdline")).replace('\0', ' ');
        } catch (IOException _) {
            return "";
        }
    }

    private ProcessGroup withChildren(String name, long id) {
        return new ProcessGroup(
                name, Stream.concat(Stream.of(id), children(id).stream()).toList());
    }

    private static List<Long> children(long id) {
        return ProcessHandle.of(id).stream()
                .flatMap(ProcessHandle::children)
                .map(ProcessHandle::pid)
                .toList();
    }

    private long number(String file) {
        try (Stream<String> lines = Files.lines(installation.home().resolve(file))) {
            return Long.parseLong(lines.findFirst().orElseThrow().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

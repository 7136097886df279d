package dev.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One Slipway on this machine, with a home and ports of its own, started through the launcher as a user would.
/// All stories of a run share it; it is purged when the last ended, or at the latest with the JVM.
final class Installation {
    /// How many of an application's newest releases keep their images in the shared one.
    static final int KEPT_RELEASES = 4;

    /// A row of the table of settings with one key, and one word as what it is by default.
    private static final Pattern SETTING = Pattern.compile("\\| `(slipway\\.[a-z.-]+)` \\| `?([A-Za-z0-9.]+)`? \\|.*");

    /// A filter of an engine's list, for the containers of builds.
    static final String BUILDS = "name=-build-";

    private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

    private static Installation shared;

    private final Path home;
    private final Path drill;
    private final int port = freePort();
    private final int routerPort = freePort();
    private String demoUrl;

    private Installation(Path home, Path drill) {
        this.home = home;
        this.drill = drill;
    }

    static synchronized Installation shared() {
        if (shared == null) {
            try {
                Path drill = Files.createTempDirectory("slipway-drill");
                Files.setPosixFilePermissions(drill, PosixFilePermissions.fromString("rwxrwxrwx"));
                shared = new Installation(beginning(), drill);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().addShutdownHook(new Thread(shared::purge));
            shared.up();
        }
        return shared;
    }

    /// Beside the shared one, in a home that is not there yet; whoever makes it purges it.
    static Installation apart(Path home) {
        return new Installation(home, home.resolveSibling("drill"));
    }

    private void up() {
        Command.Result result = up(root(), "--demo").expectSuccess();
        demoUrl = result.out().strip().lines().reduce((_, last) -> last).orElseThrow();
        // The minute that it takes comes back with every process that starts quicker.
        launcher("train").expectSuccess();
    }

    /// `up` by the program in a directory, which need not be the checkout.
    Command.Result up(Path program, String... options) {
        List<String> words = new ArrayList<>(List.of("--yes", "--detach"));
        words.addAll(List.of("--port", String.valueOf(port), "--router-port", String.valueOf(routerPort)));
        words.addAll(List.of(options));
        return launcher(program, "up", words.toArray(String[]::new));
    }

    /// The administrator lets Git URLs lead to this machine, where the stories' Git server is, keeps few images,
    /// and says of every other setting that is documented with a plain value what it is anyway: none is unknown.
    /// Said before the first start, for the platform takes its settings then: a home that begins so is one whose
    /// `up` broke off.
    private static Path beginning() throws IOException {
        Path home = Files.createTempDirectory("slipway-e2e");
        Files.writeString(home.resolve("installation"), "e" + freshMark() + "\n");
        Files.writeString(
                Files.createDirectory(home.resolve("config")).resolve("custom.properties"),
                "slipway.source.allow=127.0.0.1\nslipway.images.keep-releases=" + KEPT_RELEASES + "\n" + documented());
        return home;
    }

    private static String documented() throws IOException {
        return Files.readString(root().resolve("docs/guides/operating.md"))
                .lines()
                .map(SETTING::matcher)
                .filter(Matcher::matches)
                .filter(row -> !Set.of("slipway.images.keep-releases", "slipway.source.allow")
                        .contains(row.group(1)))
                .map(row -> row.group(1) + "=" + row.group(2))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String freshMark() {
        return UUID.randomUUID().toString().substring(0, 5);
    }

    Command.Result purge() {
        return Files.exists(home) ? launcher("down", "--purge") : new Command.Result(0, "", "");
    }

    /// The launcher with this installation's home.
    Command.Result launcher(String verb, String... options) {
        return launcher(root(), verb, options);
    }

    private Command.Result launcher(Path program, String verb, String... options) {
        List<String> words = new ArrayList<>(List.of(program.resolve("slipway").toString(), verb));
        words.addAll(List.of(options));
        words.addAll(List.of("--home", home.toString()));
        return new Command(
                        root(),
                        Map.of("SLIPWAY_DRILL", drill.toString(), "SLIPWAY_TRAIN", "no"),
                        Duration.ofMinutes(10))
                .run(words);
    }

    static Path root() {
        return Path.of(System.getProperty("slipway.root"));
    }

    Path home() {
        return home;
    }

    /// Where drills arm kill points; armed ones only.
    Path drill() {
        return drill;
    }

    int port() {
        return port;
    }

    int routerPort() {
        return routerPort;
    }

    /// The last line of standard output of `up --demo`.
    String demoUrl() {
        return demoUrl;
    }

    String administratorToken() {
        return read("admin-token");
    }

    /// Until it is first changed.
    String administratorPassword() {
        return read("admin-password");
    }

    /// The installation id, which is in every name on the machine.
    String id() {
        return read("installation");
    }

    private String read(String file) {
        try {
            return Files.readString(home.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The Docker client on this installation's engine, its own or the one that was named to `up`.
    Command.Result docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", "unix://" + engine()));
        command.addAll(List.of(words));
        return new Command(root(), Map.of(), Duration.ofMinutes(1)).run(command);
    }

    private String engine() {
        return read("options")
                .lines()
                .filter(line -> line.startsWith("engine=/"))
                .map(line -> line.substring(7))
                .findFirst()
                .orElse(home.resolve("engine/docker.sock").toString());
    }

    /// Below those that the kernel gives to clients, which could take it before it is used; never the same one twice.
    private static int freePort() {
        while (true) {
            try (ServerSocket socket =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(20_000, 32_000))) {
                if (PORTS.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (BindException _) {
                // Another one, then.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

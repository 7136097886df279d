package dev.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Another node of an installation on the same machine: its own engine, home, name, address range and mark.
final class SecondNode implements AutoCloseable {
    static final String NAME = "second";
    private static final String MARK = "secnd2";

    private final Installation installation;
    private final Path home;
    private Process process;

    private SecondNode(Installation installation, Path home) throws IOException {
        this.installation = installation;
        this.home = home;
        this.process = process(installation, home);
    }

    static SecondNode start(Installation installation) {
        try {
            // Short: a socket's path has 107 bytes.
            Path home = Files.createTempDirectory(Path.of("/tmp"), "slipway-n2");
            script("launcher/engine.sh", "start", home.resolve("engine").toString());
            script("builders/make.sh", "load", socket(home).toString(), MARK);
            return new SecondNode(installation, home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process process(Installation installation, Path home) throws IOException {
        Path settings = installation.home().resolve("config/slipway.properties");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx160m",
                "-Dslipway.home=" + home,
                "-Dslipway.installation=" + MARK,
                "-Dslipway.node.name=" + NAME,
                "-Dslipway.engine.socket=" + socket(home),
                "-Dslipway.router.control=" + home.resolve("router.sock"),
                "-Dslipway.network.pool=10.96.0.0/12",
                "-jar",
                installation.home().resolve("program/current/app/node.jar").toString());
        builder.environment().put("SMALLRYE_CONFIG_LOCATIONS", settings.toString());
        return builder.redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
                .start();
    }

    private static Path socket(Path home) {
        return home.resolve("engine/docker.sock");
    }

    private static void script(String path, String... words) {
        Path root = Installation.root();
        List<String> command =
                new java.util.ArrayList<>(List.of(root.resolve(path).toString()));
        command.addAll(List.of(words));
        new Command(root, Map.of(), Duration.ofMinutes(5)).run(command).expectSuccess();
    }

    Command.Result docker(String... words) {
        List<String> command = new java.util.ArrayList<>(List.of("docker", "-H", "unix://" + socket(home)));
        command.addAll(List.of(words));
        return new Command(home, Map.of(), Duration.ofMinutes(1)).run(command);
    }

    /// `kill -9`, and another process in its place at once.
    void killAndStart() {
        process.destroyForcibly();
        Victim.dead(process.toHandle());
        try {
            process = process(installation, home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String log() {
        try {
            return Files.readString(home.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Victim.end(process);
        script("launcher/engine.sh", "remove", home.resolve("engine").toString());
        new Command(home, Map.of(), Duration.ofSeconds(10)).run("nft", "delete", "table", "inet", "slipway_" + MARK);
        new Command(Path.of("/"), Map.of(), Duration.ofSeconds(30)).run("rm", "-rf", home.toString());
    }
}

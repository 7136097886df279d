package dev.slipway.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Debian's registry of images on a port of 127.0.0.1, where engines ask without TLS; its images are below a directory.
final class Registry implements AutoCloseable {
    /// Where `./slipway test` unpacks it.
    private static final Path PROGRAM = Installation.root().resolve("target/docker-registry/usr/bin/docker-registry");

    private final Process process;
    private final int port;

    private Registry(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Returns when it listens.
    static Registry start(Path directory) throws IOException {
        return start(directory, "");
    }

    /// The same images for those alone who are in this file of names and hashes, one of each in a line.
    static Registry guarded(Path directory, String users) throws IOException {
        Path file = Files.writeString(directory.resolve("users"), users);
        return start(directory, """
                auth:
                  htpasswd:
                    realm: team
                    path: %s
                """.formatted(file));
    }

    private static Registry start(Path directory, String access) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path settings = Files.createDirectories(directory).resolve("config.yml");
        Files.writeString(settings, """
                version: 0.1
                storage:
                  filesystem:
                    rootdirectory: %s
                http:
                  addr: 127.0.0.1:%d
                %s""".formatted(directory.resolve("images"), port, access));
        Process process = new ProcessBuilder(PROGRAM.toString(), "serve", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        Registry registry = new Registry(process, port);
        await().atMost(Duration.ofSeconds(30)).until(registry::listens);
        return registry;
    }

    private boolean listens() {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        Victim.end(process);
    }
}

package dev.slipway.engine;

import dev.slipway.engine.docker.DockerEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A real Docker Engine for tests, one a JVM, started by the launcher's own script and removed with the JVM; or
/// the one whose socket the system property or environment variable SLIPWAY_TEST_ENGINE names. A missing Docker
/// fails.
public final class TestEngine {
    /// The tag of the image of {@link #tinyImage}.
    public static final String TINY = TinyImage.TAG;

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static Path socket;
    private static boolean imageLoaded;

    private TestEngine() {}

    /// Where it answers.
    public static synchronized Path socket() {
        if (socket == null) {
            socket = given().orElseGet(TestEngine::start);
        }
        return socket;
    }

    /// A connection under an installation id of its own, so that tests do not see each other's things.
    public static Engine connect() {
        return DockerEngine.connect(socket(), installation());
    }

    /// An installation id nobody else has, here or in another JVM on the same engine.
    public static String installation() {
        return "t" + ProcessHandle.current().pid() + "x" + NUMBER.incrementAndGet();
    }

    /// The tag of an image made of the machine's static busybox: USER 1001, no HOME, PATH=/bin, TINY=image, label
    /// tiny=yes, command `sh -c 'echo tiny'`, port 8080/tcp, working directory /work (mode 1777, as is /tmp).
    public static synchronized String tinyImage() {
        if (!imageLoaded) {
            TinyImage.load(socket());
            imageLoaded = true;
        }
        return TinyImage.TAG;
    }

    /// The tag of the same image without a shell but `/bin/busybox sh`.
    public static synchronized String tinyImageWithoutShell() {
        String name = "slipway-test/tiny:without-sh";
        TinyImage.load(socket(), name, Set.of("sh"), Map.of());
        return name;
    }

    /// The tag of the same image without tar. Its shell is the machine's dash, for busybox's has a tar of its own.
    public static synchronized String tinyImageWithoutTar() {
        String name = "slipway-test/tiny:without-tar";
        Map<String, Path> shell = Map.of(
                "bin/sh",
                Path.of("/bin/dash"),
                "lib64/ld-linux-x86-64.so.2",
                Path.of("/lib64/ld-linux-x86-64.so.2"),
                "lib/x86_64-linux-gnu/libc.so.6",
                Path.of("/lib/x86_64-linux-gnu/libc.so.6"));
        TinyImage.load(socket(), name, Set.of("sh", "tar"), shell);
        return name;
    }

    /// Loads that image into another engine.
    public static void loadTinyImage(Path socket) {
        TinyImage.load(socket);
    }

    private static Optional<Path> given() {
        String named = System.getProperty("SLIPWAY_TEST_ENGINE", System.getenv("SLIPWAY_TEST_ENGINE"));
        return named == null || named.isBlank() ? Optional.empty() : Optional.of(Path.of(named));
    }

    private static Path start() {
        try {
            // Short: a socket's path has 107 bytes.
            Path directory = Files.createTempDirectory(Path.of("/tmp"), "slipway-te");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> script("remove", directory)));
            script("start", directory);
            return directory.resolve("docker.sock");
        } catch (IOException e) {
            throw new IllegalStateException("no temporary directory for the test engine", e);
        }
    }

    /// Runs the launcher's script: start, stop, halt or remove the engine in a directory.
    public static void script(String verb, Path directory) {
        Path script = Path.of(System.getProperty("slipway.root"), "launcher", "engine.sh");
        Path output = directory.resolveSibling(directory.getFileName() + ".log");
        try {
            Process process = new ProcessBuilder(script.toString(), verb, directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(script + " " + verb + " failed:\n" + Files.readString(output));
            }
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new IllegalStateException(script + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

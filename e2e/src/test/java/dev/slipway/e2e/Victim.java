package dev.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The processes of an installation that may die at any time, and where their numbers stand.
enum Victim {
    PLATFORM("run/platform.pid"),
    NODE("run/node.pid"),
    ROUTER("run/router.pid"),
    POSTGRES("postgres/data/postmaster.pid"),
    DOCKERD("engine/pid");

    private final String file;

    Victim(String file) {
        this.file = file;
    }

    /// `kill -9`; returns when it is dead.
    void kill(Installation installation) {
        kill(process(installation));
    }

    private static void kill(ProcessHandle process) {
        signal("KILL", process);
        dead(process);
    }

    /// The same for one of Slipway's own where it runs; after several deaths in a row its supervisor waits before the
    /// next start. Returns whether
    /// it ran.
    boolean killIfRunning(Installation installation) {
        Optional<ProcessHandle> process = ProcessHandle.of(number(installation))
                .filter(running -> running.info().command().orElse("").endsWith("/java"));
        process.ifPresent(Victim::kill);
        return process.isPresent();
    }

    static void signal(String name, ProcessHandle process) {
        new Command(Path.of("/"), Map.of(), Duration.ofSeconds(10))
                .run("kill", "-" + name, String.valueOf(process.pid()))
                .expectSuccess();
    }

    static void dead(ProcessHandle process) {
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }

    /// Asks a process of the test's own to end, and kills it where it has not after 30 s.
    static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The one that runs, or the last one that ran.
    ProcessHandle process(Installation installation) {
        return ProcessHandle.of(number(installation)).orElseThrow();
    }

    private long number(Installation installation) {
        try {
            return Long.parseLong(Files.readAllLines(installation.home().resolve(file))
                    .getFirst()
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

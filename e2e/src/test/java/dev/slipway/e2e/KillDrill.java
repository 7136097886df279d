package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.model.fault.KillPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Lets processes of an installation die while an application is pushed, and looks whether all invariants hold soon
/// afterwards.
final class KillDrill {
    /// From the kill until everything that may take part has come to rest and nothing is left over.
    static final Duration BOUND = Duration.ofSeconds(60);

    private static final Duration REACHED = Duration.ofSeconds(30);
    private static final Set<KillPoint> ON_THE_NODE = EnumSet.of(
            KillPoint.CONTAINER_CREATED,
            KillPoint.SOURCE_FETCHED,
            KillPoint.ASSEMBLE_RUNS,
            KillPoint.ARTEFACT_READ,
            KillPoint.IMAGE_COMMITTED,
            KillPoint.INSTANCE_CREATED,
            KillPoint.READY,
            KillPoint.SWITCHED);

    /// Where the node's next process goes on with the build.
    private static final Set<KillPoint> ADOPTED =
            EnumSet.of(KillPoint.ASSEMBLE_RUNS, KillPoint.ARTEFACT_READ, KillPoint.IMAGE_COMMITTED);

    /// What came of one round; rest is from the kill until all invariants held.
    record Round(Duration rest, List<String> violations) {
        Round with(List<String> more) {
            return new Round(
                    rest, Stream.concat(violations.stream(), more.stream()).toList());
        }
    }

    private final Installation installation;
    private final Api api;
    private final String project;
    private final Inventory inventory;
    private final History history = new History();
    private final Set<String> known = new HashSet<>();

    KillDrill(Installation installation, String project) {
        this.installation = installation;
        this.api = Api.administrator(installation);
        this.project = project;
        this.inventory = new Inventory(installation, project);
    }

    /// An application that answers with what was pushed last, deployed once.
    Pushed application(String name, Path directory) {
        api.application(project, name, "");
        Pushed pushed = new Pushed(project + "/" + name, WorkTree.ofSample(directory, "shell"));
        assertThat(settled(Instant.now(), List.of(push(pushed))).violations()).isEmpty();
        return pushed;
    }

    record Pushed(String application, WorkTree tree) {}

    /// Pushes, lets the victim die when the push has come to the point, and waits until all is well again.
    Round dieAt(KillPoint point, Victim victim, Pushed pushed) {
        boolean itself = owner(point) == victim;
        ProcessHandle process = victim.process(installation);
        Path reached = arm(point, itself ? "halt" : "hold");
        CompletableFuture<Void> answer = push(pushed);
        long began = System.nanoTime();
        while (Files.notExists(reached)) {
            if (System.nanoTime() - began > REACHED.toNanos()) {
                disarm(point);
                throw new AssertionError(point + " was not reached: " + inventory.look());
            }
            LockSupport.parkNanos(1_000_000);
        }
        Instant killed = Instant.now();
        if (itself) {
            Victim.dead(process);
        } else {
            victim.kill(installation);
        }
        disarm(point);
        Round round = settled(killed, List.of(answer));
        return victim == Victim.NODE && ADOPTED.contains(point) ? round.with(secondAttempt()) : round;
    }

    private List<String> secondAttempt() {
        return inventory.look().builds().stream()
                .max(Comparator.comparingInt(Findings.Build::number))
                .filter(build -> build.epoch() != 1)
                .map(build -> "build " + build.number() + " was not gone on with: " + build.epoch() + " attempts")
                .stream()
                .toList();
    }

    /// Pushes all, and kills the victims one after the other at times of chance meanwhile.
    Round dieAtRandom(List<Victim> victims, List<Pushed> all) {
        List<CompletableFuture<Void>> answers = all.stream().map(this::push).toList();
        for (Victim victim : victims) {
            LockSupport.parkNanos(
                    TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(1500)));
            victim.kill(installation);
        }
        return settled(Instant.now(), answers);
    }

    static Victim owner(KillPoint point) {
        return ON_THE_NODE.contains(point) ? Victim.NODE : Victim.PLATFORM;
    }

    private CompletableFuture<Void> push(Pushed pushed) {
        pushed.tree().write("www/index.html", "push " + history.pushes().size()).commit("next");
        String commit = pushed.tree().head();
        return CompletableFuture.runAsync(
                () -> {
                    Instant sent = Instant.now();
                    Command.Result result =
                            pushed.tree().push(installation, api, "admin", pushed.application(), "-o", "detach");
                    history.add(
                            new History.Push(pushed.application(), commit, sent, Instant.now(), result.exit() == 0));
                },
                Thread::startVirtualThread);
    }

    private Path arm(KillPoint point, String how) {
        try {
            Path next = installation.drill().resolve("next");
            Files.writeString(next, how);
            Files.move(next, installation.drill().resolve(point.name()));
            return installation.drill().resolve(point.name() + ".reached");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void disarm(KillPoint point) {
        try {
            Files.deleteIfExists(installation.drill().resolve(point.name()));
            Files.deleteIfExists(installation.drill().resolve(point.name() + ".reached"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Looks again and again until nothing is violated and everybody is back, at most as long as is allowed.
    private Round settled(Instant killed, List<CompletableFuture<Void>> answers) {
        answers.forEach(CompletableFuture::join);
        while (true) {
            List<String> violations = violations(killed);
            Duration rest = Duration.between(killed, Instant.now());
            if (violations.isEmpty() || rest.compareTo(BOUND) > 0) {
                known.addAll(violations);
                return new Round(rest, violations);
            }
            // Looking is what keeps the machine busy.
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    private List<String> violations(Instant since) {
        try {
            for (Victim victim : Victim.values()) {
                victim.process(installation);
            }
            if (!heardFromNodeSince(since)) {
                return List.of("the node was not heard");
            }
            return Checker.violations(history, inventory.look()).stream()
                    .filter(violation -> !known.contains(violation))
                    .toList();
        } catch (RuntimeException | AssertionError e) {
            return List.of("not everybody is back: " + e);
        }
    }

    /// From the node that lives; another story may have left one that is lost.
    private boolean heardFromNodeSince(Instant since) {
        for (JsonNode node : api.get("/nodes").expect(200).json().path("items")) {
            if (Instant.parse(node.path("heartbeatAt").asText()).isAfter(since)) {
                return true;
            }
        }
        return false;
    }
}

package dev.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// Many developers push at once, each to an application that two of them share: one to the branch that is built, one
/// to a branch beside it.
final class PushDrill {
    private static final Duration BUILDS = Duration.ofMinutes(5);

    private final Installation installation;
    private final Api api;
    private final String project;
    private final Inventory inventory;
    private final History history = new History();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final List<Long> millis = new CopyOnWriteArrayList<>();
    private final List<String> lost = new CopyOnWriteArrayList<>();

    /// built counts the builds that ran of the pushes to the built branch; peakMebibytes is the platform's largest
    /// resident set since its start.
    record Report(
            int pushes,
            List<String> refused,
            List<String> lost,
            List<String> violations,
            Duration pushing,
            Duration resting,
            long medianMillis,
            long longestMillis,
            int toBuiltBranch,
            int built,
            long peakMebibytes) {}

    PushDrill(Installation installation, String project) {
        this.installation = installation;
        this.api = Api.administrator(installation);
        this.project = project;
        this.inventory = new Inventory(installation, project);
    }

    /// clients is even.
    Report run(int clients, int pushesEach, Path directory) {
        List<Runnable> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            all.add(client(i, pushesEach, directory.resolve("client" + i)));
        }
        Instant began = Instant.now();
        all.stream()
                .map(client -> CompletableFuture.runAsync(client, Thread::startVirtualThread))
                .toList()
                .forEach(CompletableFuture::join);
        Instant pushed = Instant.now();
        List<String> violations = settled();
        return report(Duration.between(began, pushed), Duration.between(pushed, Instant.now()), violations);
    }

    private Runnable client(int number, int pushes, Path directory) {
        String name = "a" + number / 2;
        String application = project + "/" + name;
        boolean built = number % 2 == 0;
        if (built) {
            api.application(project, name, "");
        }
        create(directory);
        WorkTree tree = WorkTree.ofSample(directory, "shell");
        return () -> {
            for (int i = 0; i < pushes; i++) {
                tree.write("www/index.html", name + " push " + i).commit("push " + i);
                push(tree, application, built ? "main" : "beside");
            }
            if (!built) {
                isThere(tree, application);
            }
        };
    }

    private static void create(Path directory) {
        try {
            Files.createDirectory(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void push(WorkTree tree, String application, String branch) {
        Instant sent = Instant.now();
        String remote = WorkTree.remote(installation, api, "admin", application);
        Command.Result result = tree.git("push", "-o", "detach", remote, "HEAD:refs/heads/" + branch);
        Instant answered = Instant.now();
        millis.add(Duration.between(sent, answered).toMillis());
        if (result.exit() != 0) {
            refused.add(application + " " + branch + ": " + result.err());
        }
        if (branch.equals("main")) {
            history.add(new History.Push(application, tree.head(), sent, answered, result.exit() == 0));
        }
    }

    private void isThere(WorkTree tree, String application) {
        String remote = WorkTree.remote(installation, api, "admin", application);
        String there = tree.git("ls-remote", remote, "refs/heads/beside").out();
        if (!there.startsWith(tree.head())) {
            lost.add(application + " beside: " + tree.head() + " is not " + there);
        }
    }

    private List<String> settled() {
        Instant began = Instant.now();
        while (true) {
            List<String> violations = Checker.violations(history, inventory.look());
            if (violations.isEmpty() || Duration.between(began, Instant.now()).compareTo(BUILDS) > 0) {
                return violations;
            }
            LockSupport.parkNanos(1_000_000_000);
        }
    }

    private Report report(Duration pushing, Duration resting, List<String> violations) {
        List<Long> sorted = millis.stream().sorted().toList();
        int built = (int) inventory.look().builds().stream()
                .filter(build -> build.state().equals("succeeded"))
                .count();
        return new Report(
                sorted.size(),
                refused,
                lost,
                violations,
                pushing,
                resting,
                sorted.get(sorted.size() / 2),
                sorted.getLast(),
                history.pushes().size(),
                built,
                peakMebibytes());
    }

    private long peakMebibytes() {
        Path status = Path.of("/proc/" + Victim.PLATFORM.process(installation).pid() + "/status");
        try {
            return Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmHWM:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    >> 10;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Several projects want many builds of two build processes, of which one dies every few seconds.
final class BuildDrill {
    private static final List<String> POLICIES = List.of("serial", "parallel", "serial-latest-only");
    private static final int RUNNING_PER_PROJECT = 2;
    private static final Duration BOUND = Duration.ofMinutes(45);

    private final Installation installation;
    private final Api api;
    private final Rows rows;
    private final SecondNode second;

    /// violations are what does not hold; ends counts the builds by state and reason.
    record Report(int builds, int kills, Map<String, Long> ends, Duration took, List<String> violations) {}

    private record Build(
            String project,
            String application,
            int number,
            String state,
            String reason,
            Instant started,
            Instant finished,
            int releases,
            int ends,
            int attempts) {
        boolean ended() {
            return !List.of("queued", "running").contains(state);
        }

        /// A build that has lost its node three times, by the rules.
        boolean givenUp() {
            return state.equals("failed") && reason.equals("NodeLost") && attempts >= 3;
        }

        boolean overlaps(Build other) {
            return ran() && other.ran() && started.isBefore(other.finished) && other.started.isBefore(finished);
        }

        /// From its beginning to its end.
        boolean ran() {
            return started != null && finished != null;
        }

        @Override
        public String toString() {
            return project + "/" + application + " build " + number + " (" + state + ", attempt " + attempts + ")";
        }
    }

    BuildDrill(Installation installation, SecondNode second) {
        this.installation = installation;
        this.api = Api.administrator(installation);
        this.rows = new Rows(installation);
        this.second = second;
    }

    Report run(int projects, int buildsEach, Path directory) {
        Instant began = Instant.now();
        Stream.iterate(0, number -> number + 1)
                .limit(projects)
                .map(number -> CompletableFuture.runAsync(
                        () -> ask("queued" + number, buildsEach, directory.resolve("p" + number)),
                        Thread::startVirtualThread))
                .toList()
                .forEach(CompletableFuture::join);
        int kills = killUntilAllEnded();
        List<Build> builds = builds();
        List<String> violations = new ArrayList<>(violations(builds));
        violations.addAll(leftovers());
        return new Report(
                builds.size(),
                kills,
                builds.stream()
                        .collect(Collectors.groupingBy(
                                build -> build.state() + (build.reason() == null ? "" : " " + build.reason()),
                                TreeMap::new,
                                Collectors.counting())),
                Duration.between(began, Instant.now()),
                violations);
    }

    /// An application for each policy: one is pushed to again and again, the others are built by hand.
    private void ask(String project, int builds, Path directory) {
        for (int i = 0; i < POLICIES.size(); i++) {
            String policy = POLICIES.get(i);
            int own = builds / POLICIES.size() + (i < builds % POLICIES.size() ? 1 : 0);
            api.application(project, policy, ",\"build\":{\"runPolicy\":\"" + policy + "\"}");
            WorkTree tree = source(directory.resolve(policy));
            push(tree, project + "/" + policy);
            for (int build = 1; build < own; build++) {
                if (policy.equals("serial-latest-only")) {
                    push(tree.write("www/index.html", "push " + build).commit("push " + build), project + "/" + policy);
                } else {
                    api.post("/projects/" + project + "/applications/" + policy + "/builds?deploy=false", "{}")
                            .expect(202);
                }
            }
        }
    }

    private static WorkTree source(Path directory) {
        try {
            return WorkTree.ofSample(Files.createDirectories(directory), "shell")
                    .writeScript(".s2i/bin/assemble", "#!/bin/sh\nsleep 2\nexec /usr/libexec/s2i/assemble\n")
                    .commit("slow");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void push(WorkTree tree, String application) {
        tree.push(installation, api, "admin", application, "-o", "detach").expectSuccess();
    }

    private int killUntilAllEnded() {
        Instant deadline = Instant.now().plus(BOUND);
        int kills = 0;
        while (!builds().stream().allMatch(Build::ended) && Instant.now().isBefore(deadline)) {
            ThreadLocalRandom chance = ThreadLocalRandom.current();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(chance.nextInt(3_000, 9_000)));
            if (chance.nextBoolean()) {
                second.killAndStart();
                kills++;
            } else if (Victim.NODE.killIfRunning(installation)) {
                kills++;
            }
        }
        return kills;
    }

    private List<Build> builds() {
        List<Build> builds = new ArrayList<>();
        rows.each(
                """
                SELECT b.*, p.name AS project, a.name AS application, (SELECT count(*) FROM releases r
                  WHERE r.application_id = b.application_id AND r.build_number = b.number) AS releases,
                  (SELECT count(*) FROM events e WHERE e.application_id = b.application_id
                    AND e.subject = 'build ' || b.number
                    AND e.kind IN ('BuildSucceeded', 'BuildFailed', 'BuildCancelled')) AS ends
                FROM builds b JOIN applications a ON a.id = b.application_id JOIN projects p ON p.id = b.project_id
                WHERE p.name LIKE 'queued%' ORDER BY p.name, a.name, b.number
                """,
                row -> builds.add(new Build(
                        row.getString("project"),
                        row.getString("application"),
                        row.getInt("number"),
                        row.getString("state"),
                        row.getString("reason"),
                        instant(row.getTimestamp("started_at")),
                        instant(row.getTimestamp("finished_at")),
                        row.getInt("releases"),
                        row.getInt("ends"),
                        row.getInt("lease_epoch"))));
        return builds;
    }

    private static Instant instant(Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private List<String> violations(List<Build> builds) {
        List<String> violations = new ArrayList<>();
        for (Build build : builds) {
            if (!build.ended()) {
                violations.add(build + " has not ended");
                continue;
            }
            if (build.state().equals("failed") && !build.givenUp()) {
                violations.add(build + " failed: " + build.reason());
            }
            if (build.ends() != 1) {
                violations.add(build + " ended " + build.ends() + " times");
            }
            int releases = build.state().equals("succeeded") ? 1 : 0;
            if (build.releases() != releases) {
                violations.add(build + " has " + build.releases() + " releases");
            }
        }
        by(builds, build -> build.project() + "/" + build.application())
                .forEach((application, own) -> violations.addAll(order(application, own)));
        by(builds, Build::project).forEach((project, own) -> violations.addAll(crowd(project, own)));
        return violations;
    }

    private static Map<String, List<Build>> by(List<Build> builds, Function<Build, String> key) {
        return builds.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
    }

    private static List<String> order(String application, List<Build> builds) {
        List<String> violations = new ArrayList<>();
        List<Integer> numbers = builds.stream().map(Build::number).toList();
        if (numbers.getLast() != numbers.size()) {
            violations.add(application + " has builds " + numbers);
        }
        Build last = builds.getLast();
        if (application.endsWith("/serial-latest-only") && !last.state().equals("succeeded") && !last.givenUp()) {
            violations.add(last + " is of the newest push");
        }
        if (application.endsWith("/parallel")) {
            return violations;
        }
        for (int i = 1; i < builds.size(); i++) {
            if (builds.get(i - 1).overlaps(builds.get(i))) {
                violations.add(builds.get(i) + " ran beside the one before");
            }
        }
        return violations;
    }

    /// At the beginning of each build of a project: how many others run.
    private static List<String> crowd(String project, List<Build> builds) {
        return builds.stream()
                .filter(build -> build.started() != null)
                .filter(build -> builds.stream()
                                .filter(Build::ran)
                                .filter(other -> !other.started().isAfter(build.started())
                                        && other.finished().isAfter(build.started()))
                                .count()
                        > RUNNING_PER_PROJECT)
                .min(Comparator.comparing(Build::started))
                .map(build -> project + " had more than " + RUNNING_PER_PROJECT + " running when " + build + " began")
                .stream()
                .toList();
    }

    /// Containers of builds, one minute after the last ended at the latest.
    private List<String> leftovers() {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(1));
        while (true) {
            List<String> left = Stream.of(
                            installation.docker("ps", "-aq", "--filter", Installation.BUILDS),
                            second.docker("ps", "-aq", "--filter", Installation.BUILDS))
                    .flatMap(result -> result.expectSuccess().out().lines())
                    .map(container -> "container " + container + " was left")
                    .toList();
            if (left.isEmpty() || Instant.now().isAfter(deadline)) {
                return left;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        }
    }
}

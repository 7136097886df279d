package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Restarts and kills the processes of an installation while visitors come at a steady rate and a build runs.
final class RestartDrill {
    private static final Duration BACK = Duration.ofMinutes(1);
    private static final String PROJECT = "steady";

    private final Installation installation;
    private final Api api;
    private final List<String> hosts = new ArrayList<>();
    private final WorkTree slow;
    private int builds = 1;

    /// What became of the visitors during one incident, and how long until all parts were ready again.
    record Report(String incident, int answered, List<Load.Failure> failures, Duration back) {}

    RestartDrill(Installation installation, Path directory, int applications) throws IOException {
        this.installation = installation;
        this.api = Api.administrator(installation);
        for (int i = 0; i < applications; i++) {
            api.application(PROJECT, "s" + i, "");
            WorkTree tree = WorkTree.ofSample(Files.createDirectory(directory.resolve("s" + i)), "shell");
            tree.push(installation, api, "admin", PROJECT + "/s" + i).expectSuccess();
            hosts.add(Story.host(PROJECT, "s" + i));
        }
        api.application(PROJECT, "slow", "");
        slow = WorkTree.ofSample(Files.createDirectory(directory.resolve("slow")), "shell")
                .writeScript(".s2i/bin/assemble", "#!/bin/sh\nsleep 6\nexec /usr/libexec/s2i/assemble\n")
                .commit("slow to assemble");
        slow.push(installation, api, "admin", PROJECT + "/slow").expectSuccess();
    }

    /// Visitors come, a build begins, the incident happens; ends when everything is ready again and the build over.
    Report during(String incident, int perSecond, Runnable happens) {
        Load load = Load.of(installation.routerPort(), hosts, perSecond);
        Instant began;
        Duration back;
        try (load) {
            aBuildRuns();
            began = Instant.now();
            happens.run();
            await().atMost(BACK).ignoreExceptions().until(this::ready);
            back = Duration.between(began, Instant.now());
            theBuildEnds();
            visitorsAre(load, load.answered() + perSecond);
        }
        return new Report(incident, load.answered(), List.copyOf(load.failures()), back);
    }

    private boolean ready() {
        return installation.launcher("status", "--json").exit() == 0;
    }

    private void visitorsAre(Load load, int answered) {
        await().atMost(BACK)
                .until(() -> load.answered() >= answered || !load.failures().isEmpty());
    }

    private void aBuildRuns() {
        slow.write("www/index.html", "build " + ++builds).commit("again");
        slow.push(installation, api, "admin", PROJECT + "/slow", "-o", "detach").expectSuccess();
        await().atMost(BACK).until(() -> log().contains("Assembling with "));
    }

    private String log() {
        return api.get("/projects/" + PROJECT + "/applications/slow/builds/" + builds + "/log")
                .text();
    }

    private void theBuildEnds() {
        await().atMost(BACK)
                .ignoreExceptions()
                .until(() -> newest().path("state").asText().matches("succeeded|failed|cancelled"));
    }

    private JsonNode newest() {
        return api.get("/projects/" + PROJECT + "/applications/slow/builds?limit=1")
                .expect(200)
                .json()
                .path("items")
                .path(0);
    }

    /// The build that ran meanwhile succeeded at its first attempt, and it was one.
    void assertTheBuildWasNotDisturbed() {
        List<String> found = new ArrayList<>();
        new Rows(installation).each("""
                SELECT b.number || ' ' || b.state || ', attempts: ' || b.lease_epoch AS told
                FROM builds b JOIN applications a ON a.id = b.application_id JOIN projects p ON p.id = a.project_id
                WHERE p.name = ? AND a.name = 'slow' ORDER BY b.number DESC LIMIT 1
                """, row -> found.add(row.getString("told")), PROJECT);
        assertThat(found).as(() -> log() + nodeLog()).containsExactly(builds + " succeeded, attempts: 1");
    }

    /// What the node's processes said of builds that they found.
    private String nodeLog() {
        try (Stream<String> lines = Files.lines(installation.home().resolve("logs/node.log"))) {
            return lines.filter(line -> line.contains("of an earlier process")).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// In order, as the supervisor or the watch starts it again afterwards.
    void stop(Victim victim) {
        ProcessHandle process = victim.process(installation);
        // PostgreSQL takes TERM as "when all have left".
        Victim.signal(victim == Victim.POSTGRES ? "INT" : "TERM", process);
        Victim.dead(process);
    }

    /// How long nobody was answered after a kill of the router.
    Duration outage() {
        Visitor visitor = new Visitor(installation.routerPort());
        Victim.ROUTER.kill(installation);
        Instant killed = Instant.now();
        await().atMost(BACK)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptions()
                .until(() -> visitor.visit(hosts.getFirst(), "/").status() == 200);
        return Duration.between(killed, Instant.now());
    }
}

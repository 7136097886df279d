package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// A build that is under way goes on when the node's process dies or is restarted, and stops when somebody cancels
/// it.
@Order(Story.LATE)
class AdoptionIT extends Story {
    private static final String PROJECT = "adopted";
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int LINES = 25;
    private static final Pattern TICK = Pattern.compile("(?m)^tick (\\d+)$");

    private static int applications;

    private String application;

    @BeforeEach
    void aLongBuildRuns() {
        application = "long-" + ++applications;
        admin.application(PROJECT, application, "");
        WorkTree tree = WorkTree.ofSample(directory, "shell")
                .writeScript(
                        ".s2i/bin/assemble",
                        "#!/bin/sh\nfor i in $(seq 1 " + LINES
                                + "); do echo \"tick $i\"; sleep 1; done\nexec /usr/libexec/s2i/assemble\n")
                .commit("long");
        push(tree, PROJECT + "/" + application, "-o", "detach").expectSuccess();
        await().atMost(LONG).until(() -> ticks().size() >= 3);
    }

    @Test
    void whenTheNodeDiesItsNextProcessGoesOnWithTheBuild() {
        int before = ticks().size();
        ProcessHandle node = Victim.NODE.process(installation);
        Victim.NODE.kill(installation);
        Instant killed = Instant.now();
        assertThat(node.isAlive()).isFalse();

        await().atMost(LONG).until(() -> ticks().size() > before + 1);
        System.out.println("node killed, its build heard again after "
                + Duration.between(killed, Instant.now()).toMillis() + " ms");
        endsAsOneAttempt();
    }

    @Test
    void whenTheNodeIsRestartedItHandsTheBuildOver() {
        installation.launcher("restart", "node").expectSuccess();

        endsAsOneAttempt();
    }

    @Test
    void cancellingStopsTheBuildAtOnce() {
        Instant asked = Instant.now();
        admin.post(build() + "/cancellation", "{}").expect(202);

        await().atMost(LONG)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> state().equals("cancelled") && containers().isEmpty());
        System.out.println("cancelled, container gone after "
                + Duration.between(asked, Instant.now()).toMillis() + " ms");
        assertThat(admin.get(build() + "/log").text()).contains("Cancelled.");
    }

    @Test
    void whenThePlatformIsRestartedWhoFollowsALogComesBackWhereItWas() throws Exception {
        CompletableFuture<Events> following = CompletableFuture.supplyAsync(() -> follow(null));
        await().atMost(LONG).until(() -> ticks().size() >= 6);

        installation.launcher("restart", "platform").expectSuccess();

        Events before = following.get(1, TimeUnit.MINUTES);
        List<String> lines = new ArrayList<>(before.lines());
        lines.addAll(follow(before.lastId()).lines());
        assertThat(lines.stream().filter(line -> line.startsWith("tick ")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, LINES)
                        .mapToObj(tick -> "tick " + tick)
                        .toList());
        endsAsOneAttempt();
    }

    private Events follow(String after) {
        try {
            return Events.read(admin, build() + "/log", after);
        } catch (IOException e) {
            throw new UncheckedIOException("the stream broke off", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void endsAsOneAttempt() {
        await().atMost(LONG).until(() -> state().matches("succeeded|failed|cancelled"));
        String log = admin.get(build() + "/log").text();
        assertThat(state()).as(log).isEqualTo("succeeded");
        assertThat(ticks())
                .isEqualTo(IntStream.rangeClosed(1, LINES)
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(log)
                .containsOnlyOnce("Assembling with ")
                .containsOnlyOnce("Image ")
                .doesNotContain("attempt");
        assertThat(attempts()).containsExactly(1);
        assertThat(containers()).isEmpty();
    }

    private List<String> ticks() {
        return TICK.matcher(admin.get(build() + "/log").text())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private List<Integer> attempts() {
        List<Integer> found = new ArrayList<>();
        new Rows(installation).each("""
                SELECT b.lease_epoch FROM builds b
                JOIN applications a ON a.id = b.application_id JOIN projects p ON p.id = a.project_id
                WHERE p.name = ? AND a.name = ? ORDER BY b.number DESC LIMIT 1
                """, row -> found.add(row.getInt("lease_epoch")), PROJECT, application);
        return found;
    }

    private List<String> containers() {
        return installation
                .docker("ps", "-aq", "--filter", Installation.BUILDS)
                .expectSuccess()
                .out()
                .lines()
                .toList();
    }

    private String state() {
        JsonNode build = admin.get(build()).expect(200).json();
        return build.path("state").asText();
    }

    private String build() {
        return "/projects/" + PROJECT + "/applications/" + application + "/builds/1";
    }
}

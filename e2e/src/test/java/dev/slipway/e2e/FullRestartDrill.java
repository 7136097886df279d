package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `e2e/drills/restarts`: every incident several times under 50 requests a second.
class FullRestartDrill {
    private static final int ROUNDS = Integer.getInteger("slipway.drill.rounds", 3);
    private static final int PER_SECOND = Integer.getInteger("slipway.drill.rate", 50);

    private final Installation installation = Installation.shared();
    private final List<String> failures = new ArrayList<>();

    @TempDir
    Path directory;

    @Test
    void everyIncidentUnderSteadyLoad() throws Exception {
        RestartDrill drill = new RestartDrill(installation, directory, 4);
        System.out.println("| incident | requests | failed | ready again, ms |");
        System.out.println("|---|---|---|---|");
        for (int i = 0; i < ROUNDS; i++) {
            for (Victim victim : List.of(Victim.PLATFORM, Victim.POSTGRES)) {
                incident(drill, victim + " stops in order", () -> drill.stop(victim));
                undisturbed(drill, victim + " stops in order");
                incident(drill, victim + " killed", () -> victim.kill(installation));
                undisturbed(drill, victim + " killed");
            }
            incident(drill, "NODE stops in order", () -> drill.stop(Victim.NODE));
            undisturbed(drill, "NODE stops in order");
            incident(drill, "NODE killed", () -> Victim.NODE.kill(installation));
            undisturbed(drill, "NODE killed");
            incident(drill, "DOCKERD stops in order", () -> drill.stop(Victim.DOCKERD));
            incident(drill, "DOCKERD killed", () -> Victim.DOCKERD.kill(installation));
            Duration outage = drill.outage();
            System.out.println("| ROUTER killed | | | answers again after " + outage.toMillis() + " |");
        }
        assertThat(failures).isEmpty();
    }

    private void incident(RestartDrill drill, String name, Runnable happens) {
        RestartDrill.Report report = drill.during(name, PER_SECOND, happens);
        System.out.println("| " + name + " | " + report.answered() + " | "
                + report.failures().size() + " | " + report.back().toMillis() + " |");
        report.failures().stream().limit(5).forEach(failure -> failures.add(name + ": " + failure));
    }

    private void undisturbed(RestartDrill drill, String name) {
        try {
            drill.assertTheBuildWasNotDisturbed();
        } catch (AssertionError disturbed) {
            failures.add(name + ": " + disturbed.getMessage());
        }
    }
}

package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// The short version of `e2e/drills/restarts`: under steady load no visitor notices that a part of Slipway restarts
/// or dies, and a build that runs goes on.
@Order(Story.LATE)
class RestartUnderLoadIT extends Story {
    private static final int PER_SECOND = 50;

    private RestartDrill drill;

    @BeforeEach
    void deploy() throws IOException {
        drill = new RestartDrill(installation, directory, 2);
    }

    @Test
    void nobodyNoticesWhoRestartsOrDies() {
        unnoticed("the platform stops", () -> drill.stop(Victim.PLATFORM));
        drill.assertTheBuildWasNotDisturbed();
        unnoticed("PostgreSQL dies", () -> Victim.POSTGRES.kill(installation));
        drill.assertTheBuildWasNotDisturbed();
        unnoticed("the node dies", () -> Victim.NODE.kill(installation));
        drill.assertTheBuildWasNotDisturbed();
        unnoticed("the engine stops", () -> drill.stop(Victim.DOCKERD));

        System.out.println(
                "router killed, answered again after " + drill.outage().toMillis() + " ms");
    }

    private void unnoticed(String incident, Runnable happens) {
        RestartDrill.Report report = drill.during(incident, PER_SECOND, happens);
        System.out.printf(
                "%s: %d answered, ready after %d ms%n",
                incident, report.answered(), report.back().toMillis());
        assertThat(report.failures()).as(incident).isEmpty();
    }
}

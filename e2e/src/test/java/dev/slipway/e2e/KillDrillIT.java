package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.fault.KillPoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// The short version of `e2e/drills/kill`: the pairs in which most is at stake.
@Order(Story.LATE)
class KillDrillIT extends Story {
    private KillDrill drill;
    private KillDrill.Pushed pushed;

    @BeforeEach
    void deploy() {
        drill = new KillDrill(installation, "killed");
        pushed = drill.application("victim", directory);
    }

    @Test
    void whoeverDiesWhereverNothingIsLostDoubledOrLeftOver() {
        dies(KillPoint.INDEX_MISSING, Victim.PLATFORM);
        dies(KillPoint.REF_MOVED, Victim.POSTGRES);
        dies(KillPoint.BUILD_QUEUED, Victim.DOCKERD);
        dies(KillPoint.BUILD_QUEUED, Victim.POSTGRES);
        dies(KillPoint.ASSEMBLE_RUNS, Victim.DOCKERD);
        dies(KillPoint.SWITCHED, Victim.ROUTER);
        dies(KillPoint.IMAGE_COMMITTED, Victim.NODE);
    }

    private void dies(KillPoint point, Victim victim) {
        KillDrill.Round round = drill.dieAt(point, victim, pushed);
        assertThat(round.violations()).as(point + " x " + victim).isEmpty();
        System.out.printf(
                "%s x %s: all well after %d ms%n", point, victim, round.rest().toMillis());
    }
}

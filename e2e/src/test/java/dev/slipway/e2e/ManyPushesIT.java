package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The short version of `e2e/drills/pushes`.
class ManyPushesIT extends Story {

    @Test
    void aHundredPushesOfFiftyClientsAreAllAnsweredAndNoneIsLost() {
        PushDrill.Report report = new PushDrill(installation, "crowd").run(50, 2, directory);

        System.out.println(report);
        assertThat(report.pushes()).isEqualTo(100);
        assertThat(report.refused()).isEmpty();
        assertThat(report.lost()).isEmpty();
        assertThat(report.violations()).isEmpty();
        assertThat(report.built())
                .as("builds that newer pushes replace are not made")
                .isLessThan(report.toBuiltBranch());
        assertThat(report.peakMebibytes()).isLessThan(700);
    }
}

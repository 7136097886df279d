package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `e2e/drills/builds`: 200 builds of 10 projects on two build processes that die.
class FullBuildDrill {
    private static final int PROJECTS = Integer.getInteger("slipway.drill.projects", 10);
    private static final int BUILDS = Integer.getInteger("slipway.drill.builds", 20);

    @TempDir
    Path directory;

    @Test
    void eachEndsOncePoliciesHoldAndNothingIsLeft() {
        Installation installation = Installation.shared();
        try (SecondNode second = SecondNode.start(installation)) {
            BuildDrill.Report report = new BuildDrill(installation, second).run(PROJECTS, BUILDS, directory);

            System.out.println(report);
            assertThat(report.violations()).isEmpty();
            assertThat(report.builds()).isEqualTo(PROJECTS * BUILDS);
            assertThat(report.kills()).isPositive();
        }
    }
}

package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `e2e/drills/pushes`: 1,000 pushes of 50 clients.
class FullPushDrill {
    private static final int CLIENTS = Integer.getInteger("slipway.drill.clients", 50);
    private static final int PUSHES = Integer.getInteger("slipway.drill.pushes", 20);

    @TempDir
    Path directory;

    @Test
    void allAreAnsweredNoneIsLostMemoryIsBounded() {
        PushDrill.Report report = new PushDrill(Installation.shared(), "drill").run(CLIENTS, PUSHES, directory);

        System.out.println(report);
        assertThat(report.pushes()).isEqualTo(CLIENTS * PUSHES);
        assertThat(report.refused()).isEmpty();
        assertThat(report.lost()).isEmpty();
        assertThat(report.violations()).isEmpty();
        assertThat(report.peakMebibytes()).isLessThan(700);
    }
}

package dev.slipway.model.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillPointTest {
    @TempDir
    Path drill;

    @Test
    void anArmedPointEndsTheProcessOnce() throws Exception {
        Files.writeString(drill.resolve("REF_MOVED"), "halt");

        assertThat(process("PACK_STORED").waitFor()).isZero();
        assertThat(process("REF_MOVED").waitFor()).isEqualTo(137);
        assertThat(process("REF_MOVED").waitFor()).isZero();
    }

    @Test
    void aHeldPointGoesOnWhenTheDrillSaysSo() throws Exception {
        Files.writeString(drill.resolve("READY"), "hold");
        Path reached = drill.resolve("READY.reached");

        Process held = process("READY");
        while (held.isAlive() && Files.notExists(reached)) {
            Thread.onSpinWait();
        }
        assertThat(held.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
        Files.delete(reached);

        assertThat(held.waitFor()).isZero();
    }

    private Process process(String point) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dslipway.drill=" + drill,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Passing.class.getName(),
                        point)
                .inheritIO()
                .start();
    }

    /// A process that comes by one point.
    static final class Passing {
        public static void main(String[] point) {
            KillPoint.valueOf(point[0]).reached();
        }
    }
}

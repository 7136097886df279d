import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/// This machine, as the kernel describes it.
final class Machine {
    private static final Duration SAMPLE = Duration.ofMillis(500);
    private static final double QUIET = 0.25;

    private Machine() {}

    /// Waits until at most a quarter of the processors' time is in use, or patience is over; the share at the end.
    static double quiet(Duration patience) {
        Instant end = Instant.now().plus(patience);
        double busy = busy();
        while (busy > QUIET && Instant.now().isBefore(end)) {
            busy = busy();
        }
        return busy;
    }

    private static double busy() {
        Processors before = processors();
        LockSupport.parkNanos(SAMPLE.toNanos());
        return processors().busySince(before);
    }

    /// For measurements of what happens while nothing happens.
    static void rest(Duration time) {
        Instant end = Instant.now().plus(time);
        while (Instant.now().isBefore(end)) {
            LockSupport.parkNanos(Duration.between(Instant.now(), end).toNanos());
        }
    }

    /// What could still be given to programs, in KiB.
    static long available() {
        return Long.parseLong(lineOf("/proc/meminfo", "MemAvailable").replaceAll("\\D", ""));
    }

    /// Ticks since the machine started, over all processors.
    record Processors(long total, long idle) {

        /// The share of time that was not idle, 0 to 1.
        double busySince(Processors before) {
            return 1 - (double) (idle - before.idle) / Math.max(1, total - before.total);
        }
    }

    static Processors processors() {
        long[] ticks = Arrays.stream(
                        lineOf("/proc/stat", "cpu ").substring(4).strip().split(" +"))
                .mapToLong(Long::parseLong)
                .toArray();
        // user nice system idle iowait irq softirq steal; guest time after them is part of user time.
        return new Processors(Arrays.stream(ticks).limit(8).sum(), ticks[3] + ticks[4]);
    }

    static String load() {
        return lineOf("/proc/loadavg", "").split(" ")[0];
    }

    static String description() {
        String model = lineOf("/proc/cpuinfo", "model name").replaceFirst(".*: ", "");
        long memory = Long.parseLong(lineOf("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) >> 20;
        return Runtime.getRuntime().availableProcessors() + " x " + model + ", " + memory + " GiB, "
                + System.getProperty("os.name") + " " + System.getProperty("os.version");
    }

    private static String lineOf(String file, String beginning) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(beginning))
                    .findFirst()
                    .orElse(beginning + ": 0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The control group around an installation, of version 1 or 2.
record MemoryLimit(Path group) {

    /// From now on the peak counts. Where the kernel cannot forget, it stays the peak since the group was made.
    void forgetPeak() {
        try {
            Files.writeString(peakFile(), "0");
        } catch (IOException _) {
            System.err.println("bench: the peak counts from the first start on");
        }
    }

    private Path peakFile() {
        Path second = group.resolve("memory.peak");
        return Files.exists(second) ? second : group.resolve("memory.max_usage_in_bytes");
    }

    void print(long bytes) {
        System.out.println();
        System.out.println("| | |");
        System.out.println("|---|---|");
        System.out.printf(Locale.ROOT, "| limit | %d MiB |%n", bytes >> 20);
        System.out.printf(Locale.ROOT, "| peak, page cache included | %s MiB |%n", number(peakFile()) >> 20);
        System.out.println("| times the limit was met and memory reclaimed | " + met() + " |");
        System.out.println("| processes killed, by the counters of the groups | **" + killed() + "** |");
        System.out.println("| processes killed, by the kernel's log | **" + logged() + "** |");
        System.out.println("| processes inside at the end | " + inside("processes") + " and " + inside("containers")
                + " in containers |");
    }

    private long met() {
        Path first = group.resolve("memory.failcnt");
        return Files.exists(first) ? number(first) : value(group.resolve("memory.events"), "max");
    }

    /// Groups of containers that have ended are gone with their counters; therefore the log as well.
    private long killed() {
        try (Stream<Path> files = Files.walk(group)) {
            return files.filter(file -> file.endsWith("memory.oom_control") || file.endsWith("memory.events.local"))
                    .mapToLong(file -> value(file, "oom_kill"))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long logged() {
        String log = Command.in(Path.of("/")).run("dmesg");
        return log.lines()
                .filter(line -> line.contains("oom-kill:") && line.contains(group.getFileName().toString()))
                .count();
    }

    private long inside(String child) {
        try (Stream<Path> files = Files.walk(group.resolve(child))) {
            return files.filter(file -> file.endsWith("cgroup.procs"))
                    .flatMap(file -> lines(file).stream())
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long value(Path file, String key) {
        return lines(file).stream()
                .filter(line -> line.startsWith(key + " "))
                .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
                .sum();
    }

    private static long number(Path file) {
        return Long.parseLong(lines(file).getFirst());
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

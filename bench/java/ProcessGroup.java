import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Processes that are counted together.
record ProcessGroup(String name, List<Long> ids) {

    /// In KiB. Shared pages count in every process that maps them in resident, and are divided among those in
    /// proportional; of that, anonymous belongs to no file; own is what goes away with the processes.
    record Memory(long resident, long proportional, long anonymous, long own) {
        static final Memory NONE = new Memory(0, 0, 0, 0);

        Memory plus(Memory other) {
            return new Memory(
                    resident + other.resident,
                    proportional + other.proportional,
                    anonymous + other.anonymous,
                    own + other.own);
        }
    }

    Memory memory() {
        return ids.stream().map(ProcessGroup::memory).reduce(Memory.NONE, Memory::plus);
    }

    private static Memory memory(long id) {
        List<String> lines = lines(Path.of("/proc/" + id + "/smaps_rollup"));
        return new Memory(
                kib(lines, "Rss:"),
                kib(lines, "Pss:"),
                kib(lines, "Pss_Anon:"),
                kib(lines, "Private_Clean:") + kib(lines, "Private_Dirty:"));
    }

    private static long kib(List<String> lines, String field) {
        return lines.stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    /// Processor time since each started, in ticks of 10 ms, by its number.
    Map<Long, Long> ticks() {
        return ids.stream().collect(Collectors.toMap(id -> id, ProcessGroup::ticks));
    }

    private static long ticks(long id) {
        List<String> lines = lines(Path.of("/proc/" + id + "/stat"));
        if (lines.isEmpty()) {
            return 0;
        }
        // Behind the name, which may hold anything; then state is the first.
        String[] fields = lines.getFirst().substring(lines.getFirst().lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /// None of a process that has ended.
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            // What ends while it is read.
            if (!Files.exists(file)) {
                return List.of();
            }
            throw new UncheckedIOException(e);
        }
    }
}

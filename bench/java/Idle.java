import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What an installation takes while nobody asks it for anything. The processor time is that of the rest.
record Idle(Installation installation, Path jdk, Duration rest) {
    private static final double MIB = 1024;

    /// of: what runs, for the heading. Returns the proportional memory of our own processes and PostgreSQL in KiB.
    long print(String of, long availableBefore) {
        InstallationProcesses processes = new InstallationProcesses(installation);
        Map<Long, Long> before = ticks(processes.own(), processes.engine());
        Machine.rest(rest);
        // Connections to PostgreSQL, each a process, come and go meanwhile.
        List<ProcessGroup> own = processes.own();
        List<ProcessGroup> engine = processes.engine();
        Map<Long, Long> after = ticks(own, engine);
        System.out.println();
        System.out.println("## Idle for " + rest.toSeconds() + " s, " + of);
        System.out.println();
        System.out.println("| what | processes | resident MiB | proportional | of it anonymous | private | processor |");
        System.out.println("|---|---|---|---|---|---|---|");
        ProcessGroup.Memory sum = rows(own, before, after);
        row("**ours and PostgreSQL**", count(own), sum, "");
        ProcessGroup.Memory others = rows(engine, before, after);
        row("**the engine**", count(engine), others, "");
        ProcessGroup instances = processes.instances();
        row("instances", instances.ids().size(), instances.memory(), "");
        System.out.println();
        System.out.printf(
                Locale.ROOT,
                "MemAvailable of the machine since before `up`: %.0f MiB less (page cache counts as available; others' doings count).%n",
                (availableBefore - Machine.available()) / MIB);
        where(processes);
        return sum.proportional();
    }

    private static Map<Long, Long> ticks(List<ProcessGroup> own, List<ProcessGroup> engine) {
        Map<Long, Long> ticks = new HashMap<>();
        own.forEach(group -> ticks.putAll(group.ticks()));
        engine.forEach(group -> ticks.putAll(group.ticks()));
        return ticks;
    }

    private ProcessGroup.Memory rows(List<ProcessGroup> groups, Map<Long, Long> before, Map<Long, Long> after) {
        ProcessGroup.Memory sum = ProcessGroup.Memory.NONE;
        for (ProcessGroup group : groups) {
            ProcessGroup.Memory memory = group.memory();
            // Of those that live: what one used that has ended went with it.
            long ticks = group.ids().stream()
                    .mapToLong(id -> Math.max(0, after.get(id) - before.getOrDefault(id, 0L)))
                    .sum();
            // A tick is 10 ms: so this is percent of one processor.
            double busy = ticks / (double) rest.toSeconds();
            row(group.name(), group.ids().size(), memory, String.format(Locale.ROOT, "%.2f %%", busy));
            sum = sum.plus(memory);
        }
        return sum;
    }

    private static int count(List<ProcessGroup> groups) {
        return groups.stream().mapToInt(group -> group.ids().size()).sum();
    }

    private static void row(String name, int count, ProcessGroup.Memory memory, String processor) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.1f | %.1f | %.1f | %.1f | %s |%n",
                name,
                count,
                memory.resident() / MIB,
                memory.proportional() / MIB,
                memory.anonymous() / MIB,
                memory.own() / MIB,
                processor);
    }

    /// After the figures above, for asking changes what is asked.
    private void where(InstallationProcesses processes) {
        List<JavaMemory> all = new ArrayList<>();
        for (String role : InstallationProcesses.JAVA) {
            all.add(JavaMemory.of(jdk, role, processes.role(role)));
        }
        System.out.println();
        System.out.println("Where it goes, proportional MiB (heap, metaspace and code: committed):");
        System.out.println();
        JavaMemory.table(all).forEach(System.out::println);
    }
}

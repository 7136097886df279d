import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where the memory of a JVM goes, in KiB. Used heap counts what nobody needs any more but was not collected. caches:
/// mapped archives of classes, ours and the JDK's; code is that of programs and libraries; jars what is mapped of jars.
/// rest is anonymous memory that is none of these: the allocator's, stacks, tables of the collector.
record JavaMemory(
        String role,
        long heap,
        long heapUsed,
        long metaspace,
        long compiled,
        long caches,
        long libraries,
        long jars,
        long rest,
        int threads) {
    private static final Pattern REGION = Pattern.compile("^[0-9a-f]+-[0-9a-f]+ \\S+ \\S+ \\S+ \\S+ *(.*)$");

    static JavaMemory of(Path jdk, String role, long id) {
        Mapped mapped = Mapped.of(id);
        int threads = threads(id);
        String heap = ask(jdk, id, "GC.heap_info");
        long committed = sum(heap, "(?:DefNew|Tenured) +total (\\d+)K");
        long used = sum(heap, "(?:DefNew|Tenured) +total \\d+K, used (\\d+)K");
        long metaspace = sum(ask(jdk, id, "VM.metaspace"), "Metaspace +used \\d+K, committed (\\d+)K");
        long compiled = committedCode(ask(jdk, id, "Compiler.codecache"));
        long rest = Math.max(0, mapped.anonymous - committed - metaspace - compiled);
        return new JavaMemory(
                role, committed, used, metaspace, compiled, mapped.caches, mapped.libraries, mapped.jars, rest, threads);
    }

    private static int threads(long id) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + id + "/task"))) {
            return (int) tasks.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ask(Path jdk, long id, String command) {
        return Command.in(Path.of("/")).run(jdk.resolve("bin/jcmd").toString(), Long.toString(id), command);
    }

    /// "bounds [low, committed, reserved]" of each part.
    private static long committedCode(String text) {
        Matcher bounds = Pattern.compile("bounds \\[0x([0-9a-f]+), 0x([0-9a-f]+),").matcher(text);
        long bytes = 0;
        while (bounds.find()) {
            bytes += Long.parseLong(bounds.group(2), 16) - Long.parseLong(bounds.group(1), 16);
        }
        return bytes >> 10;
    }

    private static long sum(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        long sum = 0;
        while (matcher.find()) {
            sum += Long.parseLong(matcher.group(1));
        }
        return sum;
    }

    static List<String> table(List<JavaMemory> all) {
        List<String> lines = new ArrayList<>();
        lines.add("| process | heap | used | metaspace | compiled code | class caches | libraries | jars | rest | threads |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|");
        for (JavaMemory one : all) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %d |",
                    one.role,
                    one.heap / 1024.0,
                    one.heapUsed / 1024.0,
                    one.metaspace / 1024.0,
                    one.compiled / 1024.0,
                    one.caches / 1024.0,
                    one.libraries / 1024.0,
                    one.jars / 1024.0,
                    one.rest / 1024.0,
                    one.threads));
        }
        return lines;
    }

    /// What /proc/<pid>/smaps says, summed by kind of file.
    private static final class Mapped {
        private long anonymous;
        private long caches;
        private long libraries;
        private long jars;

        static Mapped of(long id) {
            Mapped mapped = new Mapped();
            String name = "";
            try {
                for (String line : Files.readAllLines(Path.of("/proc/" + id + "/smaps"))) {
                    Matcher region = REGION.matcher(line);
                    if (region.matches()) {
                        name = region.group(1);
                    } else if (line.startsWith("Pss:")) {
                        mapped.add(name, Long.parseLong(line.replaceAll("\\D", "")));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return mapped;
        }

        private void add(String name, long kib) {
            if (!name.startsWith("/")) {
                anonymous += kib;
            } else if (name.endsWith(".aot") || name.endsWith(".jsa")) {
                caches += kib;
            } else if (name.endsWith(".jar") || name.endsWith("/modules")) {
                jars += kib;
            } else {
                libraries += kib;
            }
        }
    }
}

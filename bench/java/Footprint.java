import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/// Measures how fast an installation starts and what it takes while it idles, and prints a report. bench/footprint
/// starts it and tells by system properties where.
final class Footprint {
    private Footprint() {}

    static void main() throws IOException {
        Path home = Path.of(System.getProperty("bench.home"));
        Installation installation =
                Installation.of(home, Integer.getInteger("bench.port"), Integer.getInteger("bench.router-port"));
        Launcher launcher = new Launcher(Path.of(System.getProperty("bench.root")), home);
        Path work = Files.createDirectory(home.resolve("run/bench"));
        head(installation);
        long empty = idle(installation, launcher, "no application", () -> {});
        SmallApplications small = SmallApplications.of(installation, work);
        Duration patience = Duration.ofSeconds(Integer.getInteger("bench.patience"));
        new Starts(installation, launcher, patience).print(Integer.getInteger("bench.starts"), small);
        int count = Integer.getInteger("bench.applications");
        long full = idle(
                installation, launcher, "after " + count + " applications were pushed, which run and are not visited", () -> small.deploy("idle", count));
        System.out.println();
        System.out.printf(
                Locale.ROOT,
                "Ours and PostgreSQL: **%.0f MiB** without applications, **%.0f MiB** with %d; the aim is 450, better 350.%n",
                empty / 1024.0,
                full / 1024.0,
                count);
    }

    private static void head(Installation installation) {
        System.out.println("# Footprint");
        System.out.println();
        System.out.println("- machine: " + Machine.description() + "; load average now " + Machine.load());
        System.out.println("- engine: Docker "
                + installation.docker("version", "--format={{.Server.Version}}, API {{.Server.APIVersion}}")
                + "; JDK: " + System.getProperty("java.vendor") + " " + Runtime.version());
    }

    /// prepared is done after a fresh start; what it leaves in the processes counts.
    private static long idle(Installation installation, Launcher launcher, String of, Runnable prepared) {
        launcher.run("down");
        long available = Machine.available();
        launcher.run("up", "--detach");
        prepared.run();
        Duration rest = Duration.ofSeconds(Integer.getInteger("bench.idle"));
        return new Idle(installation, Path.of(System.getProperty("bench.jdk")), rest).print(of, available);
    }
}

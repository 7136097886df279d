import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long it takes from nothing to ready, and from a killed router to the next answer.
record Starts(Installation installation, Launcher launcher, Duration patience) {
    private static final String SITE = "site";

    void print(int rounds, SmallApplications applications) {
        applications.deploy(SITE, 1);
        List<Double> ups = new ArrayList<>();
        List<Double> consoles = new ArrayList<>();
        List<Double> returns = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            launcher.run("down");
            double before = Machine.quiet(patience);
            String load = Machine.load();
            Machine.Processors processors = Machine.processors();
            Instant start = Instant.now();
            launcher.run("up", "--detach");
            ups.add(millis(start));
            double busy = Machine.processors().busySince(processors);
            console();
            consoles.add(millis(start));
            returns.add(routerReturns(applications));
            rows.add(String.format(
                    Locale.ROOT,
                    "| %d | %.0f | %.0f | %.0f | %s | %.0f %% | %.0f %% |",
                    round,
                    ups.getLast(),
                    consoles.getLast(),
                    returns.getLast(),
                    load,
                    before * 100,
                    busy * 100));
            System.err.println("bench: start " + rows.getLast());
        }
        report(Spread.of(ups), Spread.of(consoles), Spread.of(returns), rows);
    }

    private void report(Spread ups, Spread consoles, Spread returns, List<String> rows) {
        System.out.println();
        System.out.println("## Starts, milliseconds");
        System.out.println();
        System.out.println("| what | median (least..greatest) | aim |");
        System.out.println("|---|---|---|");
        System.out.println("| `up` after `down`, until it says ready | **" + ups + "** | 5000 |");
        System.out.println("| the same, until the console's page came | " + consoles + " | |");
        System.out.println("| `kill -9` of the router to the next answer of an application | **" + returns + "** | 1000 |");
        System.out.println();
        System.out.println("| round | up | console | router | load average | others just before | all during up |");
        System.out.println("|---|---|---|---|---|---|---|");
        rows.forEach(System.out::println);
    }

    /// The page that signs in, as a browser gets it.
    private void console() {
        try (Visitor visitor = new Visitor("127.0.0.1:" + installation.port(), null)) {
            visitor.sees("<html");
        }
    }

    private double routerReturns(SmallApplications applications) {
        long router = new InstallationProcesses(installation).role("router");
        try (Visitor visitor = applications.visitor(SITE, 1)) {
            visitor.sees("a small site");
            // So that it has lasted long enough to be started again at once.
            Machine.rest(Duration.ofSeconds(12));
            Instant start = Instant.now();
            ProcessHandle.of(router).orElseThrow().destroyForcibly();
            awaitEnd(router);
            visitor.sees("a small site");
            return millis(start);
        }
    }

    private static void awaitEnd(long id) {
        ProcessHandle.of(id).ifPresent(process -> process.onExit().join());
    }

    private static double millis(Instant since) {
        return Duration.between(since, Instant.now()).toNanos() / 1e6;
    }
}

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What was measured of pushes, as Markdown on standard output.
record GitReport(Installation installation, List<GitRound> rounds) {

    void print(GitServer ours, List<GitServer> peers, List<PushLoad> loads) {
        head();
        say("");
        say("| pushed | " + ours.name() + " | "
                + String.join(" | ", peers.stream().map(peer -> peer.name() + " | ratio").toList()) + " |");
        say("|---|---|" + "---|---|".repeat(peers.size()));
        for (String push : rounds.getFirst().millis().keySet()) {
            StringBuilder row = new StringBuilder("| " + push + " | " + Spread.of(figures(ours, push)) + " |");
            for (GitServer peer : peers) {
                row.append(" " + Spread.of(figures(peer, push)) + " | **" + ratio(ours, peer, push).text(2) + "** |");
            }
            say(row.toString());
        }
        memory();
        everyRound();
    }

    private void head() {
        say("# git push");
        say("");
        say("- machine: " + Machine.description() + "; load average now " + Machine.load());
        Command here = Command.in(installation.home());
        say("- JDK: " + System.getProperty("java.vendor") + " " + Runtime.version() + "; " + here.run("git", "--version")
                + "; " + here.run("sh", "-c", "nginx -v 2>&1") + "; fcgiwrap "
                + here.run("dpkg-query", "-W", "-f", "${Version}", "fcgiwrap"));
        say("- milliseconds, median (least..greatest); ratios round by round; "
                + rounds.stream().filter(GitRound::warmUp).map(GitRound::number).distinct().count()
                + " rounds before them to warm up");
    }

    double median(GitServer server, String push) {
        return Spread.of(figures(server, push)).median();
    }

    private Spread ratio(GitServer ours, GitServer peer, String push) {
        List<Double> mine = figures(ours, push);
        List<Double> theirs = figures(peer, push);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < mine.size(); round++) {
            ratios.add(mine.get(round) / theirs.get(round));
        }
        return Spread.of(ratios);
    }

    private List<Double> figures(GitServer server, String push) {
        return rounds.stream()
                .filter(round -> round.server().equals(server.name()) && !round.warmUp())
                .map(round -> round.millis().get(push))
                .toList();
    }

    private void memory() {
        try {
            String id = Files.readString(installation.home().resolve("run/platform.pid")).strip();
            String peak = line(Path.of("/proc", id, "status"), "VmHWM:").replaceAll("\\D", "");
            String heap = Files.readString(Path.of("/proc", id, "cmdline")).replaceAll("(?s).*-Xmx(\\w+).*", "$1");
            say("");
            say("The platform had at most " + Long.parseLong(peak) / 1024 + " MiB resident since its start; heap at most "
                    + heap + "B.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Path file, String beginning) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(each -> each.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private void everyRound() {
        say("");
        say("## Every round");
        say("");
        say("| round | server | " + String.join(" | ", rounds.getFirst().millis().keySet())
                + " | load average | others just before | all while it lasted |");
        say("|---|---|" + "---|".repeat(rounds.getFirst().millis().size()) + "---|---|---|");
        for (GitRound round : rounds) {
            List<String> millis = round.millis().values().stream()
                    .map(each -> String.format(Locale.ROOT, "%.0f", each))
                    .toList();
            say(String.format(
                    Locale.ROOT,
                    "| %d%s | %s | %s | %s | %.0f %% | %.0f %% |",
                    round.number(),
                    round.warmUp() ? " (warm-up)" : "",
                    round.server(),
                    String.join(" | ", millis),
                    round.load(),
                    round.before() * 100,
                    round.busy() * 100));
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}

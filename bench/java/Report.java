import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What was measured, as Markdown on standard output.
record Report(Installation installation, List<Round> rounds) {

    void print(List<Contender> contenders, Contender subject, Contender peer) {
        say("# From push to live");
        say("");
        say("- machine: " + Machine.description() + "; load average now " + Machine.load());
        say("- engine: Docker "
                + installation.docker("version", "--format={{.Server.Version}}, API {{.Server.APIVersion}}")
                + "; JDK: " + System.getProperty("java.vendor") + " " + Runtime.version() + "; "
                + Command.in(installation.home()).run("git", "--version"));
        say("- all figures in milliseconds, median (least..greatest); steps with * are the engine's own events");
        contenders.forEach(this::tables);
        ratio(subject, peer);
        everyRound();
    }

    private void tables(Contender contender) {
        List<Timeline> measured = timelines(contender, false);
        List<Timeline> warming = timelines(contender, true);
        say("");
        say("## " + contender.name() + ", " + measured.size() + " rounds after " + warming.size() + " to warm up");
        say("");
        say("| step | took | since the start |" + (warming.isEmpty() ? "" : " while warming up |"));
        say("|---|---|---|" + (warming.isEmpty() ? "" : "---|"));
        for (String step : measured.getFirst().steps().stream().skip(1).toList()) {
            String took = spread(measured, one -> one.took(step)).toString();
            String since = spread(measured, one -> one.since(step)).toString();
            String before = warming.isEmpty() ? "" : " " + spread(warming, one -> one.since(step)) + " |";
            String strong = step.equals(Timeline.LIVE) ? "**" : "";
            say("| " + strong + step + strong + " | " + took + " | " + strong + since + strong + " |" + before);
        }
    }

    private void ratio(Contender subject, Contender peer) {
        List<Timeline> ours = timelines(subject, false);
        List<Timeline> theirs = timelines(peer, false);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ours.size(); round++) {
            ratios.add(ours.get(round).live() / theirs.get(round).live());
        }
        say("");
        say("Ratio, application " + subject.name() + " to the " + peer.name() + ", round by round: **"
                + Spread.of(ratios).text(2) + "**");
    }

    private void everyRound() {
        say("");
        say("## Every round");
        say("");
        say("| round | what | live after ms | load average | others just before | all while it lasted |");
        say("|---|---|---|---|---|---|");
        for (Round round : rounds) {
            say(String.format(
                    Locale.ROOT,
                    "| %d%s | %s | %.0f | %s | %.0f %% | %.0f %% |",
                    round.number(),
                    round.warmUp() ? " (warm-up)" : "",
                    round.contender(),
                    round.timeline().live(),
                    round.load(),
                    round.busyBefore() * 100,
                    round.busy() * 100));
        }
    }

    private interface Figure {
        double of(Timeline timeline);
    }

    private static Spread spread(List<Timeline> timelines, Figure figure) {
        return Spread.of(timelines.stream().map(figure::of).toList());
    }

    private List<Timeline> timelines(Contender contender, boolean warming) {
        return rounds.stream()
                .filter(round -> round.contender().equals(contender.name()))
                .filter(round -> round.warmUp() == warming)
                .map(Round::timeline)
                .toList();
    }

    private static void say(String line) {
        System.out.println(line);
    }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Measures rounds of the shell sample, the peer on the same commit and the Node.js sample, in turns, and prints a
/// report. The installation stands; bench/push-to-live starts it and tells by system properties where.
final class PushToLive {
    private static final Path ROOT = Path.of(System.getProperty("bench.root"));

    private PushToLive() {}

    static void main() throws IOException {
        Installation installation = Installation.of(
                Path.of(System.getProperty("bench.home")),
                Integer.getInteger("bench.port"),
                Integer.getInteger("bench.router-port"));
        // Below the home, so that the purge takes it along even when this process is killed.
        measure(installation, Files.createDirectory(installation.home().resolve("run/bench")));
    }

    private static void measure(Installation installation, Path work) {
        Pushed.project(installation);
        Pushed shell = Pushed.of(installation, "shell", sample("shell", work, installation));
        Pushed node = Pushed.of(installation, "nodejs", sample("nodejs", work, installation));
        Procedure peer = new Procedure(installation, ROOT.resolve("bench/s2i-procedure"), shell.tree());
        int warmUps = Integer.getInteger("bench.warm-up");
        List<Round> rounds = new ArrayList<>();
        for (int number = 1; number <= warmUps + Integer.getInteger("bench.rounds"); number++) {
            shell.tree().change("www/index.html", text(number));
            node.tree().change("message.txt", text(number));
            // Who comes first changes, so that what follows whom favours nobody. The peer needs the network of a push.
            List<Contender> order = number % 2 == 1 ? List.of(shell, peer, node) : List.of(peer, shell, node);
            for (Contender contender : order) {
                rounds.add(Round.of(contender, number, number <= warmUps, text(number), patience()));
            }
        }
        new Report(installation, rounds).print(List.of(shell, peer, node), shell, peer);
        System.out.println();
        System.out.println("Answers other than 200 while applications were replaced: "
                + (shell.visitor().others() + node.visitor().others()));
    }

    private static WorkTree sample(String name, Path work, Installation installation) {
        return WorkTree.of(ROOT.resolve("e2e/samples").resolve(name), work.resolve(name), installation.token());
    }

    private static Duration patience() {
        return Duration.ofSeconds(Integer.getInteger("bench.patience"));
    }

    private static String text(int round) {
        return "edition " + round + " of the benchmark";
    }
}

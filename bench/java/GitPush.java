import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Measures `git push` to Slipway and to git http-backend, alternating, then kills the platform in the middle of pushes,
/// and prints a report. bench/git starts both servers and tells by system properties where.
final class GitPush {
    private GitPush() {}

    static void main() throws IOException {
        Installation installation = Installation.of(
                Path.of(System.getProperty("bench.home")),
                Integer.getInteger("bench.port"),
                Integer.getInteger("bench.router-port"));
        Path work = Files.createDirectory(installation.home().resolve("run/bench"));
        List<PushLoad> loads = List.of(
                PushLoad.small(work, installation.token()), PushLoad.large(work, installation.token()));
        SlipwayGit ours = SlipwayGit.of(installation);
        GitServer durable = peer("all");
        GitServer careless = peer("none");
        List<GitRound> rounds = measure(List.of(ours, durable, careless), loads);
        GitReport report = new GitReport(installation, rounds);
        report.print(ours, List.of(durable, careless), loads);
        new BrokenPushes(ours, loads.getLast(), report.median(ours, loads.getLast().name()))
                .print(Integer.getInteger("bench.kills"));
    }

    private static GitServer peer(String fsync) {
        return new HttpBackend(
                Path.of(System.getProperty("bench.peer")).resolve("repositories"),
                Integer.getInteger("bench.peer-port"),
                System.getProperty("bench.peer-user"),
                fsync);
    }

    private static List<GitRound> measure(List<GitServer> servers, List<PushLoad> loads) {
        int warmUps = Integer.getInteger("bench.warm-up");
        Duration patience = Duration.ofSeconds(Integer.getInteger("bench.patience"));
        List<GitRound> rounds = new ArrayList<>();
        for (int number = 1; number <= warmUps + Integer.getInteger("bench.rounds"); number++) {
            // Who comes first changes, so that what follows whom favours nobody.
            for (GitServer server : number % 2 == 1 ? servers : servers.reversed()) {
                rounds.add(GitRound.of(server, loads, number, number <= warmUps, patience));
            }
        }
        return rounds;
    }
}

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// All pushes to one server in one round, by what was pushed, in milliseconds, and how busy the machine was: before
/// (others only) and while it lasted (all), 0 to 1.
record GitRound(
        String server, int number, boolean warmUp, String load, double before, double busy, Map<String, Double> millis) {

    static GitRound of(GitServer server, Iterable<PushLoad> loads, int number, boolean warmUp, Duration patience) {
        double before = Machine.quiet(patience);
        String load = Machine.load();
        Machine.Processors start = Machine.processors();
        Map<String, Double> millis = new LinkedHashMap<>();
        for (PushLoad one : loads) {
            String url = server.fresh(one.slug() + "-" + number);
            millis.put(one.name(), one.push(url, one.first()));
            millis.put(one.name() + ", one commit more", one.push(url, "HEAD"));
        }
        GitRound round = new GitRound(
                server.name(), number, warmUp, load, before, Machine.processors().busySince(start), millis);
        System.err.println("bench: " + round);
        return round;
    }
}

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// The peer: the documented S2I procedure with the plain docker client, then `docker run` until the container answers
/// on its own address. Same engine, builder image, network and commit; no push, no router, no limits.
record Procedure(Installation installation, Path script, WorkTree tree) implements Contender {

    @Override
    public String name() {
        return "documented S2I procedure, then docker run";
    }

    @Override
    public Timeline round(String text) {
        String image = "slipway-bench/peer:" + tree.head();
        Timeline timeline = Timeline.empty();
        timeline.mark("procedure started", Instant.now());
        List<String> lines = run(image).lines().toList();
        lines.stream().skip(1).limit(lines.size() - 2L).forEach(line -> mark(timeline, line));
        String[] container = lines.getLast().split(" ");
        try (Visitor visitor = new Visitor(container[2] + ":8080", null)) {
            timeline.mark(Timeline.LIVE, visitor.sees(text));
        }
        installation.docker("rm", "--force", container[1]);
        installation.docker("rmi", "--force", image);
        return timeline;
    }

    private String run(String image) {
        return Command.in(tree.directory())
                .run(
                        script.toString(),
                        installation.socket().toString(),
                        network(),
                        "slipway-" + installation.id() + "/builder-shell:1",
                        tree.directory().toString(),
                        image);
    }

    /// That of the project; the first push made it.
    private String network() {
        String ours = "--filter=label=dev.slipway.installation=" + installation.id();
        return installation.docker("network", "ls", ours, "--format={{.Name}}");
    }

    private static void mark(Timeline timeline, String line) {
        String[] parts = line.split(" ", 2);
        long micros = Long.parseLong(parts[0].replace(".", ""));
        timeline.mark(parts[1], Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000));
    }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether an installation lives within a limit of memory: 20 small applications and, beside them, one build of a
/// Node.js application with some 400 packages. bench/footprint made the limit and started the installation within it.
final class Limited {
    private static final int APPLICATIONS = 20;
    private static final Pattern ADDED = Pattern.compile("added (\\d+) packages");

    private Limited() {}

    static void main() throws IOException {
        Path home = Path.of(System.getProperty("bench.home"));
        Installation installation =
                Installation.of(home, Integer.getInteger("bench.port"), Integer.getInteger("bench.router-port"));
        Path work = Files.createDirectory(home.resolve("run/bench"));
        MemoryLimit limit = new MemoryLimit(Path.of(System.getProperty("bench.limit-group")));
        limit.forgetPeak();
        System.out.println("# Within a limit of memory");
        System.out.println();
        System.out.println("- machine: " + Machine.description() + "; load average now " + Machine.load());
        System.out.println("- inside: the launcher, PostgreSQL, platform, router, node, watch and supervisors, dockerd, "
                + "containerd and shims; all containers of builds and instances; the page cache of all of them");
        System.out.println("- outside: the git client and this measurement; kernel memory that belongs to no group");
        SmallApplications small = SmallApplications.of(installation, work);
        small.deploy("small", APPLICATIONS);
        String built = build(installation, work);
        System.out.println("- " + small.answering("small", APPLICATIONS) + " of " + APPLICATIONS
                + " small applications answer after the build; " + built);
        limit.print(Long.getLong("bench.limit"));
    }

    private static String build(Installation installation, Path work) throws IOException {
        Path source = Path.of(System.getProperty("bench.root"), "bench/large-node");
        WorkTree tree = WorkTree.of(source, work.resolve("large"), installation.token());
        installation.post("/projects/small/applications", "{\"name\":\"large\",\"source\":{\"push\":{}}}");
        Instant start = Instant.now();
        String url = "http://127.0.0.1:" + installation.port() + "/git/small/large.git";
        tree.git().run("git", "push", "-q", "-o", "detach", url, "HEAD:refs/heads/main");
        Json.Node build = installation.await("/projects/small/applications/large/builds/1", "succeeded", "failed");
        long seconds = Duration.between(start, Instant.now()).toSeconds();
        Matcher added = ADDED.matcher(installation.text("/projects/small/applications/large/builds/1/log"));
        return "the build **" + build.get("state").text() + "** after " + seconds + " s with "
                + (added.find() ? added.group(1) : "no") + " packages";
    }
}

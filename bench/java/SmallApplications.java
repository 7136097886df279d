import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Applications of the builder shell whose one process is a web server of busybox: all of the same source, so that their
/// images differ in one small layer.
record SmallApplications(Installation installation, WorkTree tree) {
    private static final String PROJECT = "small";
    private static final String SCRIPT = """
            #!/bin/sh
            exec busybox httpd -f -p "$PORT" -h www
            """;

    static SmallApplications of(Installation installation, Path work) throws IOException {
        Path source = Files.createDirectories(work.resolve("small-source"));
        Files.writeString(source.resolve("app.sh"), SCRIPT);
        Files.writeString(Files.createDirectories(source.resolve("www")).resolve("index.html"), "a small site\n");
        installation.post("/projects", "{\"name\":\"" + PROJECT + "\"}");
        return new SmallApplications(installation, WorkTree.of(source, work.resolve("small"), installation.token()));
    }

    /// Makes applications named by the prefix and a number, and waits until all run.
    void deploy(String prefix, int count) {
        Instant start = Instant.now();
        for (int number = 1; number <= count; number++) {
            push(prefix + number);
        }
        for (int number = 1; number <= count; number++) {
            awaitRunning(prefix + number);
        }
        System.err.printf(Locale.ROOT, "bench: %d applications in %d s%n", count, Duration.between(start, Instant.now()).toSeconds());
    }

    /// Each asks for so little processor time that 40 fit on two processors.
    private void push(String name) {
        installation.post(
                "/projects/" + PROJECT + "/applications",
                "{\"name\":\"" + name + "\",\"source\":{\"push\":{}},\"resources\":"
                        + "{\"requests\":{\"cpu\":\"25m\"},\"limits\":{\"memory\":\"64Mi\"}}}");
        tree.git().run(
                        "git",
                        "push",
                        "-q",
                        "-o",
                        "wait",
                        "http://127.0.0.1:" + installation.port() + "/git/" + PROJECT + "/" + name + ".git",
                        "HEAD:refs/heads/main");
    }

    private void awaitRunning(String name) {
        try (Visitor visitor = visitor(name)) {
            visitor.sees("a small site");
        }
    }

    Visitor visitor(String prefix, int number) {
        return visitor(prefix + number);
    }

    private Visitor visitor(String name) {
        return new Visitor("127.0.0.1:" + installation.routerPort(), name + "-" + PROJECT + ".apps.localhost");
    }

    /// How many of them answer with 200 at once.
    int answering(String prefix, int count) {
        int answering = 0;
        for (int number = 1; number <= count; number++) {
            try (Visitor visitor = visitor(prefix + number)) {
                answering += visitor.answersNow("a small site") ? 1 : 0;
            }
        }
        return answering;
    }
}

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Kills the platform while a large push is under way, at moments spread over the time that one takes, and looks at what
/// is left. millis is how long a push takes.
record BrokenPushes(SlipwayGit server, PushLoad load, double millis) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    void print(int kills) {
        System.out.println();
        System.out.println("## kill -9 in the middle of " + load.name());
        System.out.println();
        System.out.println("| killed after ms | the push | fsck --strict | left in the quarantine | pushed again |");
        System.out.println("|---|---|---|---|---|");
        for (int kill = 1; kill <= kills; kill++) {
            try {
                System.out.println(row("killed" + kill, millis * kill / (kills + 1)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private String row(String repository, double after) throws IOException, InterruptedException {
        Set<Path> others = server.directories();
        String url = server.fresh(repository);
        load.tree().git().run("git", "ls-remote", url);
        Path directory = server.directories().stream()
                .filter(one -> !others.contains(one))
                .findFirst()
                .orElseThrow();
        Process push = load.tree().push(url);
        push.waitFor((long) after, TimeUnit.MILLISECONDS);
        boolean early = push.isAlive();
        killPlatform();
        boolean failed = push.waitFor() != 0;
        awaitPlatform();
        // Before the next push adds to it.
        boolean sound = sound(directory);
        long left = left();
        load.push(url, "HEAD");
        boolean whole = load.tree().git().run("git", "ls-remote", url, "refs/heads/main").startsWith(load.tree().head());
        return String.format(
                Locale.ROOT,
                "| %.0f | %s | %s | %d | %s |",
                after,
                early ? failed ? "failed" : "succeeded" : "had ended",
                sound ? "accepts" : "**refuses**",
                left,
                whole && sound(directory) ? "whole" : "**not whole**");
    }

    private void killPlatform() throws IOException {
        String id = Files.readString(server.installation().home().resolve("run/platform.pid")).strip();
        ProcessHandle.of(Long.parseLong(id)).orElseThrow().destroyForcibly();
    }

    private void awaitPlatform() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.installation().port() + "/q/health/ready"))
                .build();
        Instant end = Instant.now().plus(LIMIT);
        while (!answers(request)) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("the platform did not come back");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private boolean answers(HttpRequest request) throws InterruptedException {
        try {
            return server.installation().client().send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private boolean sound(Path directory) {
        // It is another user's, which is the point of safe.directory.
        try {
            Command.in(directory).run("git", "-c", "safe.directory=" + directory, "fsck", "--strict", "--no-progress");
            return true;
        } catch (IllegalStateException _) {
            return false;
        }
    }

    private long left() throws IOException {
        if (!Files.isDirectory(server.arriving())) {
            return 0;
        }
        try (Stream<Path> files = Files.list(server.arriving())) {
            return files.count();
        }
    }
}

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// An application of Slipway: a push, as a user does it, until the router answers with the new content.
record Pushed(Installation installation, String name, WorkTree tree, Visitor visitor) implements Contender {
    private static final String PROJECT = "bench";
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    static Pushed of(Installation installation, String name, WorkTree tree) {
        installation.post(
                "/projects/" + PROJECT + "/applications", "{\"name\":\"" + name + "\",\"source\":{\"push\":{}}}");
        String host = name + "-" + PROJECT + ".apps.localhost";
        return new Pushed(installation, name, tree, new Visitor("127.0.0.1:" + installation.routerPort(), host));
    }

    static void project(Installation installation) {
        installation.post("/projects", "{\"name\":\"" + PROJECT + "\"}");
    }

    @Override
    public Timeline round(String text) {
        Instant started = Instant.now();
        Process push = tree.push("http://127.0.0.1:" + installation.port() + "/git/" + PROJECT + "/" + name + ".git");
        CompletableFuture<Instant> returned = push.onExit().thenApply(_ -> Instant.now());
        Instant live = visitor.sees(text);
        Instant end = returned.join();
        if (push.exitValue() != 0) {
            throw new IllegalStateException("git push failed: " + tree.said());
        }
        Timeline timeline = timeline(started, live, end);
        awaitOneInstance();
        return timeline;
    }

    private Timeline timeline(Instant started, Instant live, Instant returned) {
        Json.Node build = build();
        int release = build.get("release").number();
        Json.Node deployment = get("/deployments?limit=1").get("items").items().getFirst();
        Json.Node instance = instances().stream()
                .filter(one -> one.get("release").number() == release)
                .findFirst()
                .orElseThrow();
        Map<String, Instant> engine = installation.engineEvents(name, started, Instant.now());
        Timeline timeline = Timeline.empty();
        timeline.mark("push started", started);
        timeline.mark("queued", instant(build, "queuedAt"));
        timeline.mark("claimed by the node", instant(build, "startedAt"));
        timeline.mark("build container created", end(build, "create"));
        timeline.mark("build container started *", engine.get("build start"));
        timeline.mark("assembled", end(build, "assemble"));
        timeline.mark("committed", end(build, "commit"));
        timeline.mark("build container removed *", engine.get("build destroy"));
        timeline.mark("build succeeded", instant(build, "finishedAt"));
        timeline.mark("release made", instant(deployment, "createdAt"));
        timeline.mark("instance placed", instant(instance, "createdAt"));
        timeline.mark("instance container created *", engine.get("instance create"));
        timeline.mark("instance started", instant(instance, "startedAt"));
        timeline.mark(Timeline.LIVE, live);
        timeline.mark("ready in the platform's books", instant(deployment, "finishedAt"));
        timeline.mark("push returned", returned);
        return timeline;
    }

    private Json.Node build() {
        Json.Node build = get("/builds?limit=1").get("items").items().getFirst();
        if (!build.get("commit").get("id").text().equals(tree.head())) {
            throw new IllegalStateException("the last build is of another commit");
        }
        return build;
    }

    private static Instant instant(Json.Node node, String field) {
        return Instant.parse(node.get(field).text());
    }

    private static Instant end(Json.Node build, String stage) {
        Json.Node found = build.get("stages").items().stream()
                .filter(one -> one.get("name").text().equals(stage))
                .findFirst()
                .orElseThrow();
        return instant(found, "startedAt").plusMillis(found.get("millis").number());
    }

    /// The old instance ends after the new one took over; its end belongs to no round.
    private void awaitOneInstance() {
        Instant end = Instant.now().plus(LIMIT);
        while (instances().stream().filter(Pushed::lives).count() != 1) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("the instance before does not end");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static boolean lives(Json.Node instance) {
        return !List.of("stopped", "failed", "lost")
                .contains(instance.get("state").text());
    }

    private List<Json.Node> instances() {
        return get("/instances").get("items").items();
    }

    private Json.Node get(String path) {
        return installation.get("/projects/" + PROJECT + "/applications/" + name + path);
    }
}

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// The running Slipway that is measured: its REST interface with the administrator's token, and its engine.
record Installation(Path home, int port, int routerPort, String token, HttpClient client) {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration LOOK = Duration.ofMillis(200);

    static Installation of(Path home, int port, int routerPort) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return new Installation(home, port, routerPort, read(home.resolve("admin-token")), client);
    }

    Json.Node get(String path) {
        return send(request(path).GET());
    }

    Json.Node post(String path, String body) {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    /// An answer that is not JSON.
    String text(String path) {
        return body(request(path).GET());
    }

    /// Asks until the state is one of these; throws IllegalStateException after 15 minutes.
    Json.Node await(String path, String... states) {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            Json.Node node = get(path);
            if (List.of(states).contains(node.get("state").text())) {
                return node;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        throw new IllegalStateException(path + " did not end");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private Json.Node send(HttpRequest.Builder request) {
        return Json.parse(body(request));
    }

    private String body(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw new IllegalStateException(response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// In every name and label that it makes.
    String id() {
        return read(home.resolve("installation"));
    }

    Path socket() {
        return home.resolve("engine/docker.sock");
    }

    String docker(String... words) {
        String[] command = new String[words.length + 3];
        command[0] = "docker";
        command[1] = "-H";
        command[2] = "unix://" + socket();
        System.arraycopy(words, 0, command, 3, words.length);
        return Command.in(home).run(command);
    }

    /// When the engine did what to the containers of an application, by "<kind> <action>", such as "build start". The
    /// last counts.
    Map<String, Instant> engineEvents(String application, Instant since, Instant until) {
        String kind = "{{index .Actor.Attributes \"dev.slipway.kind\"}}";
        String events = docker(
                "events",
                "--since=" + seconds(since),
                "--until=" + seconds(until),
                "--filter=type=container",
                "--filter=label=dev.slipway.application=" + application,
                "--format={{.TimeNano}} " + kind + " {{.Action}}");
        Map<String, Instant> times = new HashMap<>();
        events.lines().forEach(line -> {
            String[] parts = line.split(" ", 2);
            times.put(parts[1], Instant.ofEpochSecond(0, Long.parseLong(parts[0])));
        });
        return times;
    }

    private static String seconds(Instant instant) {
        return "%d.%09d".formatted(instant.getEpochSecond(), instant.getNano());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.e2e.EventReader.Event;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The interface as programs rely on it: requests repeated and streams resumed across deaths of the platform, people
/// who come and go, versions and pages, and an honest answer while the database is away.
class InterfaceIT extends Story {
    private static final String PROJECT = "interface";
    private static final String USER = "interface-ann";
    private static final String PASSWORD = "the first long password";
    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);
    private static final Duration BACK = Duration.ofSeconds(10);
    private static final Duration RESTART = Duration.ofMinutes(3);

    @AfterEach
    void nobodyStays() {
        admin.delete("/users/" + USER);
    }

    @Test
    void requestsRepeatedAcrossADeathOfThePlatformHaveOneEffectAndOneAnswer() {
        Api.Answer first = create("key-of-one", "interface-one").expect(201);
        List<Thread> callers = IntStream.range(0, 8)
                .mapToObj(i -> Thread.ofVirtual().start(() -> ignored(() -> create("key-" + i, "interface-r" + i))))
                .toList();
        restartPlatform();
        callers.forEach(InterfaceIT::join);

        Api.Answer again = create("key-of-one", "interface-one").expect(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        for (int i = 0; i < 8; i++) {
            create("key-" + i, "interface-r" + i).expect(201);
        }
        assertThat(names(admin.get("/projects?limit=500")).stream().filter(name -> name.startsWith("interface-r")))
                .hasSize(8);
        assertThat(create("key-of-one", "interface-two").status()).isEqualTo(422);
    }

    private Api.Answer create(String key, String project) {
        return call("POST", "/projects", "{\"name\":\"" + project + "\"}", Map.of("Idempotency-Key", key));
    }

    private void restartPlatform() {
        Victim.PLATFORM.kill(installation);
        await().atMost(RESTART).ignoreExceptions().until(() -> health("ready") == 200);
    }

    private static void ignored(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException _) {
            // The platform died before it could answer: asked again later.
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void streamsGoOnAcrossADeathOfThePlatformWithoutGapOrRepeat() {
        deployTicker();
        String application = "/projects/" + PROJECT + "/applications/ticker";
        String instance =
                admin.get(application + "/instances").json().at("/items/0/id").asText();
        String log = application + "/instances/" + instance + "/log";
        String events = "/projects/" + PROJECT + "/events?after=0";
        List<Event> lines = new ArrayList<>();
        List<Event> happened = new ArrayList<>();
        try (EventReader ticks = EventReader.open(admin, log, null);
                EventReader news = EventReader.open(admin, events, null)) {
            await().until(() -> ticks.events().size() > 20 && !news.events().isEmpty());
            restartPlatform();
            await().until(() -> ticks.ended() && news.ended());
            lines.addAll(ticks.events());
            happened.addAll(news.events());
        }
        admin.post("/projects/" + PROJECT + "/applications", "{\"name\":\"later\",\"source\":{\"push\":{}}}")
                .expect(201);
        int before = lines.size();
        try (EventReader ticks = EventReader.open(admin, log, lines.getLast().id());
                EventReader news =
                        EventReader.open(admin, events, happened.getLast().id())) {
            await().until(() -> ticks.events().size() > 20);
            await().until(() ->
                    news.events().stream().anyMatch(event -> event.data().contains("later")));
            lines.addAll(ticks.events());
            happened.addAll(news.events());
        }
        assertThat(before).isGreaterThan(20);
        assertThat(ticksOf(lines))
                .isEqualTo(IntStream.rangeClosed(1, lines.size()).boxed().toList());
        assertThat(happened.stream().map(Event::id).toList()).isEqualTo(idsOf(PROJECT));
    }

    private static List<Integer> ticksOf(List<Event> lines) {
        return lines.stream()
                .map(line -> Integer.parseInt(line.data().replace("tick ", "")))
                .toList();
    }

    /// Oldest first.
    private List<String> idsOf(String project) {
        List<String> ids = new ArrayList<>();
        admin.get("/projects/" + project + "/events?limit=500")
                .json()
                .path("items")
                .forEach(event -> ids.addFirst(event.path("id").asText()));
        return ids;
    }

    private void deployTicker() {
        admin.application(PROJECT, "ticker", ",\"environment\":[{\"name\":\"GREETING\",\"value\":\"hello\"}]");
        WorkTree tree =
                WorkTree.ofSample(directory, "shell").writeScript("app.sh", """
                        #!/bin/sh
                        mkdir -p www && echo ticking > www/index.html
                        (n=0; while :; do n=$((n + 1)); echo "tick $n"; sleep 0.1; done) &
                        exec busybox httpd -f -p "${PORT:-8080}" -h www
                        """).commit("tick");
        push(tree, PROJECT + "/ticker").expectSuccess();
        assertThat(visitor.visit(host(PROJECT, "ticker"), "/").text()).contains("ticking");
        JsonNode effective = admin.get("/projects/" + PROJECT + "/applications/ticker/environment/effective")
                .expect(200)
                .json();
        assertThat(effective.toString()).contains("\"GREETING\"", "\"application\"", "\"PORT\"", "\"platform\"");
    }

    @Test
    void peopleComeSignInChangeTheirPasswordAndGo() {
        admin.post("/users", "{\"name\":\"" + USER + "\",\"password\":\"" + PASSWORD + "\"}")
                .expect(201);
        Api ann = admin.as(basic(PASSWORD, "/tokens", "{\"name\":\"e2e\",\"scopes\":[\"admin\"]}")
                .expect(201)
                .json()
                .path("token")
                .asText());
        Api session = admin.as(basic(PASSWORD, "/sessions", "{}")
                .expect(201)
                .json()
                .path("token")
                .asText());
        assertThat(ann.get("/me").json().path("name").asText()).isEqualTo(USER);
        ann.get("/users").expect(403);
        ann.get("/audit").expect(403);

        ann.put(
                        "/me/password",
                        "{\"current\":\"" + PASSWORD
                                + "\",\"password\":\"the second long password\",\"revokeTokens\":true}")
                .expect(204);

        assertThat(ann.get("/me").status()).isEqualTo(401);
        assertThat(session.get("/me").status()).isEqualTo(401);
        basic(PASSWORD, "/sessions", "{}").expect(401);
        basic("the second long password", "/sessions", "{}").expect(201);
        admin.delete("/users/" + USER).expect(200);
        basic("the second long password", "/sessions", "{}").expect(401);

        List<String> told = new ArrayList<>();
        admin.get("/audit?user=" + USER)
                .expect(200)
                .json()
                .path("items")
                .forEach(entry -> told.addFirst(entry.path("kind").asText() + " "
                        + entry.path("outcome").asText()));
        assertThat(told)
                .containsExactly(
                        "tokens done",
                        "sessions done",
                        "users refused",
                        "audit refused",
                        "password done",
                        "sessions refused",
                        "sessions done",
                        "sessions refused");
        assertThat(admin.get("/audit?limit=500").text()).doesNotContain(PASSWORD, "the second long password");
    }

    private Api.Answer basic(String password, String path, String body) {
        String credentials =
                Base64.getEncoder().encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8));
        return call("POST", path, body, Map.of("Authorization", "Basic " + credentials));
    }

    @Test
    void versionsGuardChangesListsComeInPagesAndNodesCanBeClosed() {
        for (String name : List.of("pa", "pb", "pc")) {
            admin.application("interface-pages", name, "");
        }
        String pages = "/projects/interface-pages/applications";
        JsonNode first = admin.get(pages + "?limit=2").expect(200).json();
        assertThat(names(admin.get(pages + "?limit=2"))).containsExactly("pa", "pb");
        assertThat(names(admin.get(
                        pages + "?limit=2&cursor=" + first.path("next").asText())))
                .containsExactly("pc");

        String tag = admin.get(pages + "/pa").headers().firstValue("ETag").orElseThrow();
        call("PATCH", pages + "/pa", "{\"port\":9000}", Map.of()).expect(428);
        call("PATCH", pages + "/pa", "{\"port\":9000}", Map.of("If-Match", tag)).expect(200);
        call("PATCH", pages + "/pa", "{\"port\":9001}", Map.of("If-Match", tag)).expect(412);

        String node = readyNodes().getFirst();
        try {
            assertThat(admin.put("/nodes/" + node + "/cordon", "")
                            .expect(200)
                            .json()
                            .path("cordoned")
                            .asBoolean())
                    .isTrue();
        } finally {
            admin.delete("/nodes/" + node + "/cordon").expect(200);
        }
        assertThat(texts(admin.get("/audit?kind=cordon&limit=2"), "operation"))
                .containsExactly("DELETE /api/v1/nodes/{node}/cordon", "PUT /api/v1/nodes/{node}/cordon");
        assertThat(texts(admin.get("/audit?project=interface-pages&outcome=refused"), "code"))
                .containsExactly("PRECONDITION_FAILED");
    }

    @Test
    void aDatabaseThatHangsIsSaidSoWhileApplicationsRunOn() {
        List<ProcessHandle> postgres = new ArrayList<>();
        ProcessHandle postmaster = Victim.POSTGRES.process(installation);
        postgres.add(postmaster);
        postmaster.children().forEach(postgres::add);
        postgres.forEach(process -> Victim.signal("STOP", process));
        try {
            for (String path : List.of("/me", "/projects", "/nodes", "/projects/demo/events")) {
                long begun = System.nanoTime();
                Api.Answer answer = admin.get(path).expect(503);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONGEST_CALL);
                assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
                assertThat(answer.json().path("code").asText()).isEqualTo("UNAVAILABLE");
            }
            assertThat(health("live")).isEqualTo(200);
            assertThat(health("ready")).isEqualTo(503);
            URI demo = URI.create(installation.demoUrl());
            assertThat(visitor.visit(demo.getHost(), "/").status()).isEqualTo(200);
            assertThat(lsRemote()).contains("database does not answer", "503");
        } finally {
            postgres.forEach(InterfaceIT::resume);
        }
        await().atMost(BACK).until(() -> admin.get("/projects").status() == 200 && health("ready") == 200);
        await().atMost(BACK).until(() -> !readyNodes().isEmpty());
    }

    /// Another story may have left one that is lost.
    private List<String> readyNodes() {
        List<String> ready = new ArrayList<>();
        admin.get("/nodes").expect(200).json().path("items").forEach(node -> {
            if (node.path("state").asText().equals("ready")) {
                ready.add(node.path("name").asText());
            }
        });
        return ready;
    }

    private static void resume(ProcessHandle process) {
        if (process.isAlive()) {
            Victim.signal("CONT", process);
        }
    }

    private String lsRemote() {
        String url = "http://127.0.0.1:" + installation.port() + "/git/demo/hello.git";
        return new Command(directory, Map.of("GIT_TERMINAL_PROMPT", "0", "LC_ALL", "C"), Duration.ofSeconds(30))
                .run("git", "-c", "http.extraHeader=Authorization: Bearer " + admin.token(), "ls-remote", url)
                .err();
    }

    private int health(String kind) {
        return Api.exchange(HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + installation.port() + "/q/health/" + kind))
                        .timeout(Duration.ofSeconds(10))
                        .build())
                .status();
    }

    private static List<String> names(Api.Answer page) {
        return texts(page, "name");
    }

    private static List<String> texts(Api.Answer page, String field) {
        List<String> texts = new ArrayList<>();
        page.expect(200)
                .json()
                .path("items")
                .forEach(item -> texts.add(item.path(field).asText()));
        return texts;
    }

    private Api.Answer call(String method, String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + installation.port() + "/api/v1" + path))
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (!headers.containsKey("Authorization")) {
            request.header("Authorization", "Bearer " + admin.token());
        }
        return Api.exchange(request.build());
    }
}

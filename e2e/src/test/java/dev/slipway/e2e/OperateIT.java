package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What whoever runs Slipway does with it: an installation of its own, beside the shared one, is upgraded, backed up,
/// purged and restored. The steps build on each other.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperateIT {
    private static final String PROJECT = "operated";
    private static final String HOST = Story.host(PROJECT, "hello");
    private static final String HELLO = "Hello from Slipway";
    private static final Command MACHINE = new Command(Path.of("/"), Map.of(), Duration.ofMinutes(2));

    /// Those of a process, of PostgreSQL and of the engine are bounded by three parts of the launcher.
    private static final List<String> LOGS = List.of("logs/router.log", "postgres/server.log", "engine/engine.log");

    private static final long BOUND_BYTES = 20_000_000;

    @TempDir
    static Path directory;

    private static Installation neighbour;
    private static Installation installation;
    private static Visitor visitor;

    @BeforeAll
    static void start() throws IOException {
        neighbour = Installation.shared();
        // JUnit's directories are its owner's alone; the users of a home must get through.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        installation = Installation.apart(directory.resolve("home"));
        visitor = new Visitor(installation.routerPort());
        installation.up(Installation.root()).expectSuccess();
        Api admin = Api.administrator(installation);
        admin.application(PROJECT, "hello", "");
        admin.patch(
                        "/projects/" + PROJECT + "/applications/hello/environment",
                        "{\"variables\":[{\"name\":\"SECRET\",\"value\":\"open sesame\",\"secret\":true,\"scope\":\"run\"}]}")
                .expect(200);
        WorkTree.ofSample(Files.createDirectories(directory.resolve("tree")), "shell")
                .push(installation, admin, "admin", PROJECT + "/hello")
                .expectSuccess();
        visitor.seesSoon(HOST, HELLO);
        for (String log : LOGS) {
            MACHINE.run(
                            "truncate",
                            "-s",
                            "21M",
                            installation.home().resolve(log).toString())
                    .expectSuccess();
        }
    }

    @AfterAll
    static void purge() {
        installation.purge().expectSuccess();
        assertThat(new Visitor(neighbour.routerPort())
                        .visit(URI.create(neighbour.demoUrl()).getHost(), "/")
                        .status())
                .as("the installation beside this one answers on")
                .isEqualTo(200);
    }

    @Test
    @Order(1)
    void everyProcessIsReplacedWhileApplicationsAnswer() {
        try (Poll poll = Poll.of(visitor, HOST, HELLO)) {
            installation.launcher("restart").expectSuccess();
            installation.launcher("restart", "postgres").expectSuccess();
            poll.assertAllAnswered();
        }
        assertThat(Api.administrator(installation).get("/me").status()).isEqualTo(200);
    }

    @Test
    @Order(2)
    void anotherProgramTakesOverWhileApplicationsAnswer() throws IOException {
        Path program = program("next");
        Files.writeString(program.resolve("app/edition"), "another\n");
        String before = current();

        try (Poll poll = Poll.of(visitor, HOST, HELLO)) {
            assertThat(installation.up(program).expectSuccess().err()).contains("upgraded");
            poll.assertAllAnswered();
        }

        assertThat(current()).isNotEqualTo(before);
        // The router of before may still be ending its work; an `up` after that finds nobody who runs its program.
        Path old = installation.home().resolve("program").resolve(before);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> MACHINE.run("pgrep", "-f", "--", old + "/").exit() != 0);
        assertThat(installation.up(program).expectSuccess().err()).contains("it runs already");
        assertThat(old).doesNotExist();
    }

    @Test
    @Order(3)
    void aProgramThatDoesNotBecomeReadyIsNotTaken() throws IOException {
        Path program = program("broken");
        Files.writeString(program.resolve("app/slipway.jar"), "broken");
        String before = current();

        try (Poll poll = Poll.of(visitor, HOST, HELLO)) {
            Command.Result result = installation.up(program);
            assertThat(result.exit()).isNotZero();
            assertThat(result.err())
                    .contains("the platform process does not stay up")
                    .contains("going back");
            poll.assertAllAnswered();
        }

        assertThat(current()).isEqualTo(before);
        assertThat(installation.launcher("status", "--json").exit()).isZero();
    }

    @Test
    @Order(4)
    void anOlderProgramThanTheOneThatWasHereIsRefused() throws IOException {
        Path schema = installation.home().resolve("schema");
        String kept = Files.readString(schema);
        Path program = program("older");
        Files.writeString(program.resolve("app/edition"), "older\n");
        Files.writeString(schema, "9999\n");
        try {
            Command.Result result = installation.up(program);
            assertThat(result.exit()).isNotZero();
            assertThat(result.err()).contains("newer program");
        } finally {
            Files.writeString(schema, kept);
        }
        assertThat(installation.launcher("status", "--json").exit()).isZero();
    }

    @Test
    @Order(5)
    void dataOfAnotherPostgresIsRefusedWithTheWayOut() throws IOException {
        Path data = Files.createDirectories(directory.resolve("postgres/data"));
        Files.writeString(data.resolve("PG_VERSION"), "15\n");
        MACHINE.run("chmod", "-R", "a+rX", directory.toString()).expectSuccess();

        Command.Result result = MACHINE.run(
                Installation.root().resolve("launcher/postgres.sh").toString(),
                "start",
                data.getParent().toString());

        assertThat(result.exit()).isNotZero();
        assertThat(result.err())
                .contains("PostgreSQL 15")
                .contains("./slipway backup")
                .contains("./slipway restore");
    }

    /// They were filled at the start.
    @Test
    @Order(6)
    void logsAreBoundedWithOneOlderCopy() {
        for (String log : LOGS) {
            Path file = installation.home().resolve(log);
            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(Files.size(file)).as(log).isLessThan(BOUND_BYTES));
            assertThat(file.resolveSibling(file.getFileName() + ".1").toFile())
                    .as(log)
                    .exists();
        }
        assertThat(installation.launcher("logs", "router").expectSuccess().out())
                .contains("supervisor: starting router");
    }

    @Test
    @Order(7)
    void aBackupRestoredToAnEmptyHomeAnswersWithTheSameImages() throws IOException {
        Api admin = Api.administrator(installation);
        String token = admin.post("/tokens", "{\"name\":\"kept\",\"scopes\":[\"read\"]}")
                .expect(201)
                .json()
                .path("token")
                .asText();
        String image = image(admin);
        String head = head(token);
        Path file = directory.resolve("backup");
        installation.launcher("backup", file.toString()).expectSuccess();
        assertThat(installation.launcher("backup", file.toString()).exit()).isNotZero();
        refusals(file);

        installation.purge().expectSuccess();
        installation.launcher("restore", file.toString()).expectSuccess();
        installation.up(Installation.root()).expectSuccess();

        visitor.seesSoon(HOST, HELLO);
        Api restored = Api.administrator(installation);
        assertThat(image(restored)).isEqualTo(image);
        assertThat(Container.of(installation, restored, PROJECT, "hello").inspect("{{.Image}}"))
                .isEqualTo(image);
        assertThat(Container.of(installation, restored, PROJECT, "hello").says("echo $SECRET"))
                .isEqualTo("open sesame");
        assertThat(admin.as(token).get("/projects/" + PROJECT).status()).isEqualTo(200);
        assertThat(head(token)).isEqualTo(head);
    }

    private void refusals(Path file) throws IOException {
        Path foreign = Files.createDirectories(directory.resolve("foreign"));
        Files.writeString(foreign.resolve("letter"), "dear");
        refused(foreign, file, file + ".key", "holds something");
        assertThat(foreign.resolve("letter")).hasContent("dear");
        refused(installation.home(), file, file + ".key", "already");

        Path fresh = directory.resolve("fresh");
        Path wrong = Files.writeString(
                directory.resolve("wrong.key"), Base64.getEncoder().encodeToString(new byte[32]) + "\n");
        refused(fresh, file, wrong.toString(), "not the key");
        Path damaged = Files.copy(file, directory.resolve("damaged"));
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        refused(fresh, damaged, file + ".key", "damaged");
        assertThat(fresh).doesNotExist();
    }

    private static void refused(Path home, Path file, String key, String why) {
        Command.Result result = Installation.apart(home).launcher("restore", file.toString(), "--key-file", key);
        assertThat(result.exit()).isNotZero();
        assertThat(result.err()).contains(why);
    }

    @Test
    @Order(8)
    void aHomeThatIsNotOursIsLeftAsItIs() throws IOException {
        Path foreign = Files.createDirectories(directory.resolve("stranger"));
        Files.writeString(foreign.resolve("letter"), "dear");
        Installation stranger = Installation.apart(foreign);

        assertThat(stranger.up(Installation.root()).exit()).isNotZero();
        assertThat(stranger.launcher("down", "--purge").exit()).isNotZero();

        try (Stream<Path> files = Files.list(foreign)) {
            assertThat(files).containsExactly(foreign.resolve("letter"));
        }
    }

    /// The id of the image of the release that is current.
    private static String image(Api api) {
        JsonNode releases = api.get("/projects/" + PROJECT + "/applications/hello/releases")
                .expect(200)
                .json()
                .path("items");
        return releases.path(0).path("image").asText();
    }

    private static String head(String token) {
        return MACHINE.run(
                        "git",
                        "ls-remote",
                        "http://admin:" + token + "@127.0.0.1:" + installation.port() + "/git/" + PROJECT
                                + "/hello.git",
                        "refs/heads/main")
                .expectSuccess()
                .out();
    }

    private static String current() throws IOException {
        return Files.readSymbolicLink(installation.home().resolve("program/current"))
                .toString();
    }

    /// The program as it would be unpacked elsewhere.
    private static Path program(String name) throws IOException {
        Path program = Files.createDirectories(directory.resolve(name));
        Path built = Installation.root().resolve("distribution/target");
        for (Path part : List.of(
                Installation.root().resolve("slipway"),
                Installation.root().resolve("launcher"),
                Installation.root().resolve("builders"),
                built.resolve("app"),
                built.resolve("postgres"))) {
            MACHINE.run("cp", "-a", part.toString(), program.toString()).expectSuccess();
        }
        return program;
    }
}

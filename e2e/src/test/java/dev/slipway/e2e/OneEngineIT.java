package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Two homes on one engine, which is neither's and holds a network of somebody else. Both have the same project with
/// the same application. The steps build on each other: one is stopped, then purged.
@Tag(Story.APART)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OneEngineIT {
    private static final String APPLICATION = "twin/hello";
    private static final String HOST = Story.host("twin", "hello");
    private static final Command MACHINE = new Command(Path.of("/"), Map.of(), Duration.ofMinutes(2));

    @TempDir
    static Path directory;

    private static String strangersRange;
    private static Installation one;
    private static Installation other;
    private static Poll visits;

    @BeforeAll
    static void start() throws IOException {
        // JUnit's directories are its owner's alone; the users of a home must get through.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        one = Installation.apart(directory.resolve("one"));
        other = Installation.apart(directory.resolve("other"));
        engine("start");
        strangersRange = firstFreePool();
        docker("network", "create", "--subnet", strangersRange.replace(".0.0/12", ".77.0/24"), "stranger");
        start(one, "one");
        start(other, "other");
        visits = Poll.of(new Visitor(other.routerPort()), HOST, "edition other");
    }

    private static void start(Installation installation, String name) throws IOException {
        installation.up(Installation.root(), "--engine", socket()).expectSuccess();
        Api admin = Api.administrator(installation);
        admin.application("twin", "hello", "");
        WorkTree.ofSample(Files.createDirectories(directory.resolve("tree-" + name)), "shell")
                .write("www/index.html", "edition " + name)
                .commit("edition " + name)
                .push(installation, admin, "admin", APPLICATION)
                .expectSuccess();
        new Visitor(installation.routerPort()).seesSoon(HOST, "edition " + name);
    }

    @AfterAll
    static void removeAll() {
        if (visits != null) {
            visits.close();
        }
        one.purge();
        other.purge();
        engine("remove");
    }

    @Test
    @Order(1)
    void nothingOfOneIsTheOthers() throws IOException {
        assertThat(one.id()).isNotEqualTo(other.id());
        for (String kind : List.of("container", "network", "image")) {
            Set<String> ones = held(kind, one);
            Set<String> others = held(kind, other);
            assertThat(ones).as(kind).isNotEmpty().doesNotContainAnyElementsOf(others);
            assertThat(others).as(kind).isNotEmpty();
        }
        assertThat(names(one)).isNotEmpty().allMatch(name -> name.contains(one.id()));
        assertThat(names(other)).isNotEmpty().allMatch(name -> name.contains(other.id()));
        assertThat(Set.of(pool(one), pool(other), strangersRange)).hasSize(3);
        assertThat(new Visitor(one.routerPort()).visit(HOST, "/").text()).contains("edition one");
        visits.assertAllAnswered();
    }

    @Test
    @Order(2)
    void neitherReachesTheOthersInstances() {
        Container ones = container(one);
        Container others = container(other);

        assertThat(ones.reached(List.of(others.address() + " 8080"))).isEmpty();
        assertThat(others.reached(List.of(ones.address() + " 8080"))).isEmpty();
        assertThat(ones.reached(List.of(ones.address() + " 8080"))).hasSize(1);
    }

    @Test
    @Order(3)
    void downOfOneLeavesTheOther() {
        Set<String> images = held("image", other);
        Set<String> instances = instances(other);
        Set<String> kept = held("image", one);

        one.launcher("down").expectSuccess();

        assertThat(running(one)).isEmpty();
        assertThat(held("image", one)).isEqualTo(kept);
        assertThat(held("image", other)).isEqualTo(images);
        assertThat(instances(other)).isEqualTo(instances);
        visits.assertAllAnswered();
    }

    @Test
    @Order(4)
    void purgeOfOneLeavesTheOther() {
        Set<String> images = held("image", other);
        String id = one.id();

        one.purge().expectSuccess();

        for (String kind : List.of("container", "network", "image")) {
            assertThat(held(kind, id)).as(kind).isEmpty();
        }
        assertThat(held("image", other)).isEqualTo(images);
        visits.assertAllAnswered();
        Api admin = Api.administrator(other);
        admin.post("/projects/twin/applications/hello/builds", "{}").expect(202);
        new Visitor(other.routerPort()).seesSoon(HOST, "edition other");
    }

    @Test
    @Order(5)
    void purgeOfTheLastLeavesWhatIsSomebodyElses() {
        visits.close();
        other.purge().expectSuccess();

        assertThat(docker("ps", "-aq")).isEmpty();
        assertThat(docker("images", "-aq")).isEmpty();
        assertThat(docker("network", "ls", "-q", "--filter", "name=stranger")).hasSize(1);
        assertThat(docker("network", "ls", "-q", "--filter", "type=custom")).hasSize(1);
    }

    private static Set<String> held(String kind, Installation installation) {
        return held(kind, installation.id());
    }

    private static Set<String> held(String kind, String installation) {
        List<String> words = new ArrayList<>(List.of(kind, "ls", "-q", "--no-trunc"));
        if (!kind.equals("network")) {
            words.add("-a");
        }
        words.addAll(List.of("--filter", "label=dev.slipway.installation=" + installation));
        return new HashSet<>(docker(words.toArray(String[]::new)));
    }

    private static Set<String> running(Installation installation) {
        return running("label=dev.slipway.installation=" + installation.id());
    }

    private static Set<String> instances(Installation installation) {
        return running(
                "label=dev.slipway.installation=" + installation.id(), "--filter", "label=dev.slipway.kind=instance");
    }

    private static Set<String> running(String... filters) {
        List<String> words = new ArrayList<>(List.of("container", "ls", "-q", "--no-trunc", "--filter"));
        words.addAll(List.of(filters));
        return new HashSet<>(docker(words.toArray(String[]::new)));
    }

    /// Of containers, networks and tags.
    private static List<String> names(Installation installation) {
        String filter = "label=dev.slipway.installation=" + installation.id();
        List<String> names = new ArrayList<>(docker("ps", "-a", "--filter", filter, "--format", "{{.Names}}"));
        names.addAll(docker("network", "ls", "--filter", filter, "--format", "{{.Name}}"));
        names.addAll(docker("images", "--filter", filter, "--format", "{{.Repository}}:{{.Tag}}").stream()
                .filter(name -> !name.equals("<none>:<none>"))
                .toList());
        return names;
    }

    private static Container container(Installation installation) {
        return Container.of(installation, Api.administrator(installation), "twin", "hello");
    }

    private static String pool(Installation installation) throws IOException {
        return Files.readString(installation.home().resolve("network-pool")).strip();
    }

    /// The one that the next `up` would take: none that another home of the machine has, and none with a route.
    private static String firstFreePool() {
        String routes = MACHINE.run("ip", "-4", "route", "show").expectSuccess().out();
        return List.of(208, 224, 192, 176, 160, 144, 128, 112).stream()
                .filter(second -> Files.notExists(Path.of("/var/cache/slipway/pools/10." + second)))
                .filter(second -> !java.util.regex.Pattern.compile("(?m)^10\\.(\\d+)\\.")
                        .matcher(routes)
                        .results()
                        .anyMatch(route -> Integer.parseInt(route.group(1)) / 16 == second / 16))
                .map(second -> "10." + second + ".0.0/12")
                .findFirst()
                .orElseThrow();
    }

    private static String socket() {
        return directory.resolve("engine/docker.sock").toString();
    }

    private static void engine(String verb) {
        Path script = Installation.root().resolve("launcher/engine.sh");
        MACHINE.run(script.toString(), verb, directory.resolve("engine").toString())
                .expectSuccess();
    }

    private static List<String> docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker", "-H", "unix://" + socket()));
        command.addAll(List.of(words));
        return MACHINE.run(command).expectSuccess().out().lines().toList();
    }
}

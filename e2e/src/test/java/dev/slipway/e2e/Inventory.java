package dev.slipway.e2e;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Looks at everything an installation holds for one project. What the engine held before the first look, of other
/// projects, does not count. A look fails while PostgreSQL or the engine is away.
final class Inventory {
    private static final Pattern BUILD_CONTAINER = Pattern.compile("slipway-[^-]+-build-([0-9a-f-]{36}).*");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern ATTEMPT = Pattern.compile("Build \\d+ of \\S+, commit [0-9a-f]+(?:, attempt (\\d+))?");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Installation installation;
    private final String project;
    private final Rows rows;
    private final Set<String> before = new HashSet<>();

    Inventory(Installation installation, String project) {
        this.installation = installation;
        this.project = project;
        this.rows = new Rows(installation);
        containers().forEach(container -> before.add(container.id()));
        images().forEach(image -> before.add(image.id()));
        before.addAll(networks());
    }

    Findings look() {
        Map<String, String> applications = applications();
        return new Findings(
                builds(),
                releases(),
                deployments(),
                instances(),
                replicas(),
                since(containers(), Findings.Container::id),
                since(images(), Findings.Image::id),
                Set.copyOf(since(List.copyOf(networks()), Function.identity())),
                networksOfProjects(),
                applications.entrySet().stream()
                        .collect(toMap(Map.Entry::getValue, entry -> repository(entry.getKey()))),
                uploads(),
                routed());
    }

    private <T> List<T> since(List<T> found, Function<T, String> id) {
        return found.stream().filter(each -> !before.contains(id.apply(each))).toList();
    }

    /// By id.
    private Map<String, String> applications() {
        Map<String, String> applications = new TreeMap<>();
        rows.each(
                "SELECT a.id, p.name || '/' || a.name AS application FROM applications a JOIN projects p ON p.id = "
                        + "a.project_id WHERE p.name = ? AND a.deleted_at IS NULL",
                row -> applications.put(row.getString("id"), row.getString("application")),
                project);
        return applications;
    }

    private List<Findings.Build> builds() {
        return ofProject(
                "builds",
                row -> new Findings.Build(
                        row.getString("id"),
                        row.getString("application"),
                        row.getInt("number"),
                        row.getString("commit_id"),
                        row.getString("state"),
                        row.getString("message"),
                        row.getInt("lease_epoch"),
                        row.getString("image_id"),
                        attempts(row.getString("id"))));
    }

    private List<Findings.Release> releases() {
        return ofProject(
                "releases",
                row -> new Findings.Release(
                        row.getString("application"),
                        row.getInt("version"),
                        row.getObject("build_number", Integer.class),
                        row.getString("image_id")));
    }

    private List<Findings.Deployment> deployments() {
        return ofProject(
                "deployments",
                row -> new Findings.Deployment(
                        row.getString("application"),
                        row.getInt("number"),
                        row.getInt("release_version"),
                        row.getString("state")));
    }

    private List<Findings.Instance> instances() {
        return ofProject(
                "instances",
                row -> new Findings.Instance(
                        row.getString("id"),
                        row.getString("application"),
                        row.getInt("release_version"),
                        row.getString("state"),
                        row.getBoolean("ready"),
                        row.getString("address") == null ? null : row.getString("address") + ":" + row.getInt("port")));
    }

    private <T> List<T> ofProject(String table, Rows.Reading<T> reading) {
        List<T> found = new ArrayList<>();
        rows.each(
                "SELECT t.*, p.name || '/' || a.name AS application FROM " + table + " t JOIN applications a ON a.id = "
                        + "t.application_id JOIN projects p ON p.id = t.project_id WHERE p.name = ? ORDER BY 1",
                row -> found.add(reading.of(row)),
                project);
        return found;
    }

    private Map<String, Integer> replicas() {
        Map<String, Integer> replicas = new TreeMap<>();
        rows.each(
                "SELECT p.name || '/' || a.name AS application, (a.processes->'web'->>'replicas')::integer AS replicas "
                        + "FROM applications a JOIN projects p ON p.id = a.project_id "
                        + "WHERE p.name = ? AND a.deleted_at IS NULL AND a.current_release IS NOT NULL",
                row -> replicas.put(row.getString("application"), row.getInt("replicas")),
                project);
        return replicas;
    }

    private Set<String> networksOfProjects() {
        Set<String> names = new HashSet<>();
        rows.each(
                "SELECT number FROM projects",
                row -> names.add("slipway-" + installation.id() + "-p" + row.getInt("number")));
        return names;
    }

    /// Without those that only keep a project's network for its next build, or wait for that build.
    private List<Findings.Container> containers() {
        String format =
                "{{.ID}} {{.Label \"dev.slipway.kind\"}} {{.Names}} {{.State}} {{.Label \"dev.slipway.instance\"}}";
        return engine("ps", "-a", "--no-trunc", "--filter", "label=dev.slipway.kind", "--format", format)
                .filter(line -> !line.contains(" sandbox ") && !line.contains("-spare-"))
                .map(line -> line.split(" ", -1))
                .map(Inventory::container)
                .toList();
    }

    /// One that waited for a build has the build in its name alone.
    private static Findings.Container container(String[] words) {
        Matcher build = BUILD_CONTAINER.matcher(words[2]);
        boolean running = words[3].equals("running");
        return build.matches()
                ? new Findings.Container(words[0], "build", build.group(1), running)
                : new Findings.Container(words[0], words[1], words[4], running);
    }

    /// One that goes between the two looks is gone.
    private List<Findings.Image> images() {
        List<String> ids = engine("images", "-q", "--no-trunc", "--filter", "label=dev.slipway.build")
                .distinct()
                .toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>(
                List.of("image", "inspect", "--format", "{{.Id}} {{index .Config.Labels \"dev.slipway.build\"}}"));
        words.addAll(ids);
        return installation
                .docker(words.toArray(String[]::new))
                .expectSuccessOr("No such image")
                .out()
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split(" "))
                .map(image -> new Findings.Image(image[0], image[1]))
                .toList();
    }

    private Set<String> networks() {
        return new HashSet<>(engine("network", "ls", "--filter", "name=slipway-", "--format", "{{.Name}}")
                .toList());
    }

    private Stream<String> engine(String... words) {
        return installation.docker(words).expectSuccess().out().lines().filter(line -> !line.isBlank());
    }

    private List<Integer> attempts(String build) {
        Path log = installation.home().resolve("platform/build-logs/" + build + ".log");
        return lines(log)
                .map(ATTEMPT::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(attempt -> attempt.group(1) == null ? 1 : Integer.parseInt(attempt.group(1)))
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).stream() : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Findings.Repository repository(String application) {
        Path directory = repositories().resolve(application + ".git");
        if (!Files.exists(directory)) {
            return new Findings.Repository(List.of(), null, List.of(), List.of());
        }
        return new Findings.Repository(
                git(directory, "rev-list", "refs/heads/main").out().lines().toList(),
                git(directory, "for-each-ref", "--format=%(objectname)", "refs/slipway/pending")
                        .out()
                        .lines()
                        .findFirst()
                        .orElse(null),
                complaints(git(directory, "fsck", "--strict", "--no-dangling")),
                leftovers(directory));
    }

    private static List<String> complaints(Command.Result fsck) {
        return fsck.exit() == 0
                ? List.of()
                : (fsck.out() + fsck.err())
                        .lines()
                        .filter(line -> !line.startsWith("warning:"))
                        .toList();
    }

    /// Locks and temporary files of a process that died, and packs that no index makes visible.
    private static List<String> leftovers(Path repository) {
        try (Stream<Path> files = Files.walk(repository)) {
            return files.filter(Inventory::leftOver)
                    .map(file -> repository.relativize(file).toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean leftOver(Path file) {
        String name = file.getFileName().toString();
        boolean alone =
                name.endsWith(".pack") && Files.notExists(file.resolveSibling(name.replaceAll("\\.pack$", ".idx")));
        return alone || name.endsWith(".lock") || name.endsWith(".tmp") || name.startsWith("tmp_");
    }

    private List<String> uploads() {
        List<String> uploads = new ArrayList<>();
        for (Path area : List.of(
                repositories().resolve(".incoming"),
                repositories().resolve(".new"),
                repositories().resolve(".removed"),
                installation.home().resolve("platform/uploads/.incoming"))) {
            try (Stream<Path> files = Files.exists(area) ? Files.list(area) : Stream.empty()) {
                files.forEach(
                        file -> uploads.add(installation.home().relativize(file).toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        uploads.addAll(archivesWithoutBuild());
        return uploads;
    }

    private Set<String> archivesWithoutBuild() {
        Set<String> archives = new HashSet<>();
        try (Stream<Path> files = Files.list(installation.home().resolve("platform/uploads"))) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> archives.add(file.getFileName().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rows.each(
                "SELECT upload FROM builds WHERE upload IS NOT NULL", row -> archives.remove(row.getString("upload")));
        return archives;
    }

    private Path repositories() {
        return installation.home().resolve("platform/repositories");
    }

    private static Command.Result git(Path directory, String... words) {
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "safe.directory=*", "--git-dir", directory.toString()));
        command.addAll(List.of(words));
        return new Command(directory, Map.of("GIT_CONFIG_GLOBAL", "/dev/null"), PATIENCE).run(command);
    }

    /// The endpoints by application, of the router's table on the disk.
    private Map<String, Set<String>> routed() {
        Map<String, Set<String>> routed = new TreeMap<>();
        for (JsonNode route : table().path("routes")) {
            String host = route.path("host").asText().replaceFirst("\\..*", "");
            if (host.endsWith("-" + project)) {
                String application = project + "/" + host.substring(0, host.length() - project.length() - 1);
                Set<String> endpoints = routed.computeIfAbsent(application, _ -> new HashSet<>());
                route.path("targets")
                        .forEach(target -> target.path("endpoints")
                                .forEach(endpoint ->
                                        endpoints.add(endpoint.path("address").asText() + ":"
                                                + endpoint.path("port").asInt())));
            }
        }
        return routed;
    }

    private JsonNode table() {
        try {
            return JSON.readTree(installation.home().resolve("router/table").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The Git server of the installation: each repository is an application's.
record SlipwayGit(Installation installation) implements GitServer {
    private static final String PROJECT = "bench";

    static SlipwayGit of(Installation installation) {
        installation.post("/projects", "{\"name\":\"" + PROJECT + "\"}");
        return new SlipwayGit(installation);
    }

    @Override
    public String name() {
        return "Slipway";
    }

    @Override
    public String fresh(String repository) {
        installation.post(
                "/projects/" + PROJECT + "/applications", "{\"name\":\"" + repository + "\",\"source\":{\"push\":{}}}");
        return "http://127.0.0.1:" + installation.port() + "/git/" + PROJECT + "/" + repository + ".git";
    }

    /// Of all applications, each named by an id that the interface does not tell.
    Set<Path> directories() {
        try (Stream<Path> files = Files.list(repositories())) {
            return files.filter(file -> file.toString().endsWith(".git")).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where pushes arrive; empty when nobody pushes.
    Path arriving() {
        return repositories().resolve(".incoming");
    }

    private Path repositories() {
        return installation.home().resolve("platform/repositories");
    }
}

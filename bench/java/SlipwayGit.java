import java.nio.file.Path;

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

    /// Where the repository lies, once it was asked for.
    Path directory(String repository) {
        String id = installation
                .get("/projects/" + PROJECT + "/applications/" + repository)
                .get("id")
                .text();
        return repositories().resolve(id + ".git");
    }

    /// Where pushes arrive; empty when nobody pushes.
    Path arriving() {
        return repositories().resolve(".incoming");
    }

    private Path repositories() {
        return installation.home().resolve("platform/repositories");
    }
}

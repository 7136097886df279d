package dev.slipway.model.application;

/// Where the source of builds comes from. Exactly one part is set.
public record Source(Push push, Git git) {

    /// The members' own repository here; a push of branch builds. submodules is whether builds fetch those of a commit.
    public record Push(String branch, String contextDir, boolean submodules) {}

    /// A repository elsewhere. submodules is whether builds fetch those of a commit.
    public record Git(String url, String ref, String contextDir, String credential, boolean submodules) {}

    public static Source push(Push push) {
        return new Source(push, null);
    }

    /// The directory inside the repository that is the application, "" for its root.
    public String contextDir() {
        String directory = push != null ? push.contextDir() : git.contextDir();
        return directory == null ? "" : directory;
    }
}

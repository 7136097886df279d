package dev.slipway.model.application;

/// Where the source of builds comes from. Exactly one part is set.
public record Source(Push push, Git git) {

    /// The members' own repository here; a push of branch builds.
    public record Push(String branch, String contextDir) {}

    public record Git(String url, String ref, String contextDir, String credential) {}

    public static Source push(String branch, String contextDir) {
        return new Source(new Push(branch, contextDir), null);
    }

    /// The directory inside the repository that is the application, "" for its root.
    public String contextDir() {
        String directory = push != null ? push.contextDir() : git.contextDir();
        return directory == null ? "" : directory;
    }
}

package dev.slipway.platform.git;

/// What a git client wants of a repository. Fetch and clone need the role `view` and the scope `read`, push needs
/// `edit` and `deploy`.
public enum Service {
    FETCH("git-upload-pack"),
    PUSH("git-receive-pack");

    private final String command;

    Service(String command) {
        this.command = command;
    }

    /// The name in addresses and content types.
    public String command() {
        return command;
    }
}

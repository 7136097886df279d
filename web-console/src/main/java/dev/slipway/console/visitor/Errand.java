package dev.slipway.console.visitor;

/// What brings a request here: its path as it was asked; said names the notice that the step before left, or is null;
/// seen is the state of the page that a refreshing page shows already, or null where a person asks.
public record Errand(String path, String said, String seen) {
    public static final String SAID = "said";
    public static final String SEEN = "seen";

    /// Of a request that was turned away before anybody received it.
    static final Errand NONE = new Errand("/console/", null, null);

    boolean attended() {
        return seen == null;
    }
}

package dev.slipway.engine;

import java.util.Map;
import java.util.TreeMap;

/// The mark on everything an installation makes in an engine, so that several can share one.
public record InstallationLabel(String installation) {
    public static final String NAME = "dev.slipway.installation";

    /// Throws IllegalArgumentException for an installation id that is not 1 to 40 of a-z, 0-9 and hyphen.
    public InstallationLabel {
        if (!installation.matches("[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException("not an installation id: " + installation);
        }
    }

    /// The given labels and the installation's own, which nobody can change.
    public Map<String, String> on(Map<String, String> labels) {
        Map<String, String> all = new TreeMap<>(labels);
        all.put(NAME, installation);
        return all;
    }

    public boolean marks(Map<String, String> labels) {
        return labels != null && installation.equals(labels.get(NAME));
    }
}

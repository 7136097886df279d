package dev.slipway.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/// The last entry but its seal: what the archive holds. rows counts the rows of each table; missing names the
/// releases whose image the archive has not, as `<project>/<application> release <version>`.
@JsonIgnoreProperties(ignoreUnknown = true)
record Manifest(Map<String, Long> rows, int repositories, int images, List<Part> parts, List<String> missing) {
    static final String NAME = "manifest.json";
    static final String SEAL = "manifest.seal";

    /// Entries that belong together: a table, all repositories, all blobs. sha256 is over each entry's name,
    /// length and content, in the order of the archive; bytes are those of the contents.
    record Part(String name, int entries, long bytes, String sha256) {}

    long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }
}

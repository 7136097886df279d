package dev.slipway.console.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/// A release as the platform tells it.
public record Release(
        int version,
        String image,
        Integer build,
        String commit,
        List<Variable> environment,
        Integer port,
        Instant createdAt,
        String createdBy,
        String cause) {
    private static final int SHORT_COMMIT = 8;

    public record Variable(String name, String origin, Integer secretVersion) {}

    /// What differs between two; before and after are null where the thing is not there.
    public record Difference(String field, JsonNode before, JsonNode after) {
        public String was() {
            return text(before);
        }

        public String is() {
            return text(after);
        }

        private static String text(JsonNode value) {
            if (value == null || value.isNull() || value.isMissingNode()) {
                return "not set";
            }
            return value.isTextual() ? value.asText() : value.toPrettyString();
        }
    }

    record Diff(List<Difference> differences) {}

    record Listing(List<Release> items) {}

    public String brief() {
        return commit == null || commit.length() < SHORT_COMMIT ? commit : commit.substring(0, SHORT_COMMIT);
    }
}

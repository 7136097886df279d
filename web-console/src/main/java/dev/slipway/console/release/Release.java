package dev.slipway.console.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/// A release as the platform tells it. imageGoneAt is set where it fell out of the history and cannot be deployed.
public record Release(
        int version,
        String image,
        Instant imageGoneAt,
        Integer build,
        String commit,
        List<Variable> environment,
        Integer port,
        Instant createdAt,
        String createdBy,
        String cause) {
    private static final int SHORT_COMMIT = 8;

    public record Variable(String name, String origin, Integer secretVersion) {}

    /// What differs between two; before and after are null where the thing is not there. Of a variable only where its
    /// value comes from is told.
    public record Difference(String field, JsonNode before, JsonNode after) {
        public String was() {
            return text(before);
        }

        public String is() {
            return before != null && before.equals(after) ? text(after) + ", another value" : text(after);
        }

        private static String text(JsonNode value) {
            if (value == null || value.isNull() || value.isMissingNode()) {
                return "not set";
            }
            return value.has("origin") ? variable(value) : value.isTextual() ? value.asText() : value.toPrettyString();
        }

        private static String variable(JsonNode value) {
            String origin = "from the " + value.path("origin").asText();
            return value.path("secretVersion").isInt()
                    ? origin + ", secret, version "
                            + value.path("secretVersion").asInt()
                    : origin;
        }
    }

    record Diff(List<Difference> differences) {}

    record Listing(List<Release> items) {}

    public boolean gone() {
        return imageGoneAt != null;
    }

    /// What made it, where the link to the build does not say so already.
    public String because() {
        return cause == null || build != null && cause.equals("build " + build) ? "" : cause;
    }

    public String brief() {
        return commit == null || commit.length() < SHORT_COMMIT ? commit : commit.substring(0, SHORT_COMMIT);
    }
}

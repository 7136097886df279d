package dev.slipway.build.queue;

import dev.slipway.build.source.Detection.Candidate;
import dev.slipway.database.Sql;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The builders that nodes have announced.
record Catalogue(List<Builder> builders) {
    private static final Comparator<Builder> OLDEST_FIRST =
            Comparator.comparing(Builder::version, Catalogue::compareVersions);

    static Catalogue load(Sql sql) {
        return new Catalogue(sql.list(
                "SELECT name, version, image_id, detects FROM builders",
                row -> new Builder(row.text("name"), row.text("version"), row.text("image_id"), row.texts("detects"))));
    }

    record Builder(String name, String version, String imageId, List<String> detects) {
        String reference() {
            return name + ":" + version;
        }
    }

    /// The builder that `name` (its newest version) or `name:version` means. Throws FailedBuild BuilderNotFound
    /// with what there is as evidence.
    Builder resolve(String reference) {
        int colon = reference.indexOf(':');
        String name = colon < 0 ? reference : reference.substring(0, colon);
        String version = colon < 0 ? null : reference.substring(colon + 1);
        return builders.stream()
                .filter(builder -> builder.name().equals(name))
                .filter(builder -> version == null || builder.version().equals(version))
                .max(OLDEST_FIRST)
                .orElseThrow(() -> new FailedBuild(
                        FailureReason.BuilderNotFound,
                        "There is no builder \"" + reference + "\" here.",
                        references()));
    }

    List<String> references() {
        return builders.stream().map(Builder::reference).sorted().toList();
    }

    List<Candidate> candidates() {
        return builders.stream()
                .map(builder -> new Candidate(builder.name(), builder.detects()))
                .toList();
    }

    /// Numbers by value, anything else by text: 9 is older than 18, 3.9 older than 3.12.
    static int compareVersions(String left, String right) {
        List<String> a = parts(left);
        List<String> b = parts(right);
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = compareParts(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static List<String> parts(String version) {
        return new ArrayList<>(List.of(version.split("[.\\-_]")));
    }

    private static int compareParts(String left, String right) {
        boolean numbers = left.matches("\\d{1,9}") && right.matches("\\d{1,9}");
        return numbers ? Integer.compare(Integer.parseInt(left), Integer.parseInt(right)) : left.compareTo(right);
    }
}

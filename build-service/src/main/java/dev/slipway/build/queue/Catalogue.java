package dev.slipway.build.queue;

import dev.slipway.build.source.Detection.Candidate;
import dev.slipway.build.source.VersionWish;
import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The builders that nodes have announced and administrators added; removed are those that an administrator took away,
/// with when.
record Catalogue(List<Builder> builders, Map<String, Instant> removed) {
    private static final Comparator<String> OLDEST_FIRST = Catalogue::compareVersions;

    /// With the images that some node has.
    static Catalogue load(Sql sql) {
        return new Catalogue(
                sql.list("SELECT name, version, image_id, detects FROM catalogue", Catalogue::builder), removed(sql));
    }

    /// With the images as the node has them. One that never said which it has is taken to have all; an added image that
    /// it did not find yet is looked for by its reference when the build begins.
    static Catalogue load(Sql sql, String node) {
        return new Catalogue(sql.list("""
                SELECT c.name, c.version, c.detects,
                       coalesce(o.image_id, a.image_id, CASE WHEN c.added THEN c.image ELSE c.image_id END) AS image_id
                FROM catalogue c
                LEFT JOIN node_builders o
                  ON NOT c.added AND o.node = ? AND o.name = c.name AND o.version = c.version
                LEFT JOIN node_added_builders a
                  ON c.added AND a.node = ? AND a.name = c.name AND a.version = c.version AND a.image = c.image
                WHERE c.added OR o.node IS NOT NULL OR NOT EXISTS (SELECT FROM node_builders WHERE node = ?)
                """, Catalogue::builder, node, node, node), removed(sql));
    }

    private static Builder builder(Row row) throws SQLException {
        return new Builder(row.text("name"), row.text("version"), row.text("image_id"), row.texts("detects"));
    }

    private static Map<String, Instant> removed(Sql sql) {
        Map<String, Instant> removed = new HashMap<>();
        sql.list(
                "SELECT name, removed_at FROM added_builders WHERE removed_at IS NOT NULL",
                row -> removed.put(row.text("name"), row.instant("removed_at")));
        return removed;
    }

    record Builder(String name, String version, String imageId, List<String> detects) {
        String reference() {
            return name + ":" + version;
        }
    }

    /// A builder, and a sentence where it is another one than the source asks for.
    record Chosen(Builder builder, Optional<String> note) {}

    /// The builder that `name:version` means, or `name` alone: of its versions the one that the source wishes, else the
    /// newest. Throws FailedBuild BuilderNotFound with what there is as evidence.
    Chosen choose(String reference, Function<String, Optional<VersionWish>> wishes) {
        if (reference.indexOf(':') >= 0) {
            return new Chosen(
                    builders.stream()
                            .filter(builder -> builder.reference().equals(reference))
                            .findFirst()
                            .orElseThrow(() -> notFound(reference)),
                    Optional.empty());
        }
        Map<String, Builder> versions = builders.stream()
                .filter(builder -> builder.name().equals(reference))
                .collect(Collectors.toMap(Builder::version, Function.identity()));
        Optional<VersionWish> wish = wishes.apply(reference);
        Builder chosen = wish.flatMap(asked -> asked.choose(versions.keySet(), OLDEST_FIRST))
                .or(() -> versions.keySet().stream().max(OLDEST_FIRST))
                .map(versions::get)
                .orElseThrow(() -> notFound(reference));
        return new Chosen(
                chosen,
                wish.filter(asked -> !asked.grants(chosen.version()))
                        .map(asked -> "%s asks for %s %s, which is not among the builders here: %s is taken."
                                .formatted(asked.file(), reference, asked.range(), chosen.reference())));
    }

    private FailedBuild notFound(String reference) {
        String name = reference.replaceFirst(":.*", "");
        boolean others = builders.stream().anyMatch(builder -> builder.name().equals(name));
        Instant when = others ? null : removed.get(name);
        return new FailedBuild(
                FailureReason.BuilderNotFound,
                when == null
                        ? "There is no builder \"" + reference + "\" here."
                        : "An administrator removed the builder \"%s\" from the catalogue on %s."
                                .formatted(name, when.atOffset(ZoneOffset.UTC).toLocalDate()),
                references());
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

package dev.slipway.platform.node;

import dev.slipway.database.Json;
import dev.slipway.database.Sql;
import dev.slipway.model.assignment.AddedImage;
import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.model.assignment.NodeRegistration.AddedOffer;
import dev.slipway.model.assignment.NodeRegistration.BuilderOffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The catalogue of builders, as nodes tell of it: what each has, what each can make, and what each found of the
/// images that administrators added.
final class CatalogueRows {
    private static final Comparator<BuilderOffer> IN_ORDER =
            Comparator.comparing(BuilderOffer::name).thenComparing(BuilderOffer::version);

    private CatalogueRows() {}

    /// A node that tells of nothing leaves the catalogue as it is.
    static void told(Sql sql, NodeName node, NodeRegistration registration) {
        List<BuilderOffer> made = sorted(registration.builders());
        List<BuilderOffer> makeable = sorted(registration.makeable());
        List<BuilderOffer> all = Stream.concat(made.stream(), makeable.stream()).toList();
        all.forEach(offer -> described(sql, offer));
        made.forEach(offer -> present(sql, offer));
        if (!all.isEmpty()) {
            withdraw(sql, node, all);
            offered(sql, node, made, true);
            offered(sql, node, makeable, false);
            settle(sql);
        }
        if (registration.added() != null) {
            found(sql, node, registration.added());
        }
    }

    private static List<BuilderOffer> sorted(List<BuilderOffer> offers) {
        return offers == null ? List.of() : offers.stream().sorted(IN_ORDER).toList();
    }

    /// Of one that another node has already the image stays in the catalogue.
    private static void described(Sql sql, BuilderOffer offer) {
        sql.update(
                """
                INSERT INTO builders (name, version, image, image_id, description, tags, detects, made)
                VALUES (?, ?, ?, ?, ?, ?, ?, false)
                ON CONFLICT (name, version) DO UPDATE SET description = excluded.description, tags = excluded.tags,
                  detects = excluded.detects
                """,
                offer.name(),
                offer.version(),
                offer.image(),
                offer.imageId(),
                offer.description() == null ? "" : offer.description(),
                offer.tags() == null ? List.of() : offer.tags(),
                offer.detects() == null ? List.of() : offer.detects());
    }

    /// An image of one builder has another id on each engine; the catalogue shows the one that was told last.
    private static void present(Sql sql, BuilderOffer offer) {
        sql.update(
                "UPDATE builders SET image = ?, image_id = ?, environment = ? WHERE name = ? AND version = ?",
                offer.image(),
                offer.imageId(),
                offer.environment() == null ? null : new Json(NodeProtocol.write(offer.environment())),
                offer.name(),
                offer.version());
    }

    private static void withdraw(Sql sql, NodeName node, List<BuilderOffer> all) {
        sql.update("""
                DELETE FROM node_builders WHERE node = ? AND (name, version) NOT IN (
                  SELECT o.name, o.version FROM jsonb_to_recordset(?) AS o(name text, version text))
                """, node.value(), new Json(NodeProtocol.write(all)));
    }

    private static void offered(Sql sql, NodeName node, List<BuilderOffer> offers, boolean made) {
        sql.update("""
                INSERT INTO node_builders (node, name, version, image_id, made)
                SELECT ?, o.name, o.version, o."imageId", ?
                FROM jsonb_to_recordset(?) AS o(name text, version text, "imageId" text)
                ON CONFLICT (node, name, version) DO UPDATE SET image_id = excluded.image_id, made = excluded.made
                """, node.value(), made, new Json(NodeProtocol.write(offers)));
    }

    /// What is not added any more is found no more.
    private static void found(Sql sql, NodeName node, List<AddedOffer> added) {
        sql.update("DELETE FROM node_added_builders WHERE node = ?", node.value());
        added.forEach(offer -> sql.update(
                """
                INSERT INTO node_added_builders (node, name, version, image, image_id, environment, fault)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
                node.value(),
                offer.name(),
                offer.version(),
                offer.image(),
                offer.imageId(),
                offer.environment() == null ? null : new Json(NodeProtocol.write(offer.environment())),
                Told.text(offer.fault())));
    }

    /// What nodes are to look for.
    static List<AddedImage> added(Sql sql) {
        return sql.list(
                "SELECT name, version, image FROM catalogue WHERE added ORDER BY name, version",
                row -> new AddedImage(row.text("name"), row.text("version"), row.text("image")));
    }

    private static void settle(Sql sql) {
        sql.update("""
                DELETE FROM builders b WHERE NOT EXISTS (
                  SELECT FROM node_builders o WHERE o.name = b.name AND o.version = b.version)
                """);
        sql.update("""
                UPDATE builders b SET made = o.made FROM (
                  SELECT name, version, bool_or(made) AS made FROM node_builders GROUP BY name, version) o
                WHERE o.name = b.name AND o.version = b.version AND b.made <> o.made
                """);
    }
}

package dev.slipway.platform.node;

import dev.slipway.database.Json;
import dev.slipway.database.Sql;
import dev.slipway.model.assignment.Inventory;
import dev.slipway.model.assignment.Observation.Condition;
import jakarta.inject.Singleton;

/// Writes what nodes say of themselves and of the images and networks they hold, whole each time.
@Singleton
class InventoryStore {

    /// Whether anything is new that matters to where instances are placed.
    boolean condition(Sql sql, String node, Condition condition) {
        return sql.update(
                        """
                UPDATE nodes SET trouble = ?, disk_percent = ?
                WHERE name = ? AND (trouble IS DISTINCT FROM ?::text OR disk_percent IS DISTINCT FROM ?::integer)
                """,
                        Told.text(condition.trouble()),
                        condition.diskPercent(),
                        node,
                        Told.text(condition.trouble()),
                        condition.diskPercent())
                > 0;
    }

    /// Forgets what is not named. The image of a build that just ended may be younger than the list: it has a
    /// minute.
    void take(Sql sql, String node, Inventory inventory) {
        String images = NodeProtocol.write(inventory.images());
        sql.update("""
                INSERT INTO node_images (node, image_id, engine, digest, build, builder, bytes)
                SELECT ?, h.image, h.engine, h.digest, h.build, h.builder, h.bytes FROM jsonb_to_recordset(?)
                  AS h(image text, engine boolean, digest text, build text, builder text, bytes bigint)
                WHERE h.image IS NOT NULL
                ON CONFLICT (node, image_id) DO UPDATE SET engine = excluded.engine, digest = excluded.digest,
                  build = coalesce(excluded.build, node_images.build), builder = excluded.builder,
                  bytes = excluded.bytes, reported = true
                """, node, new Json(images));
        sql.update("""
                DELETE FROM node_images WHERE node = ? AND (reported OR first_seen < now() - interval '1 minute')
                  AND image_id NOT IN (SELECT h.image FROM jsonb_to_recordset(?) AS h(image text))
                """, node, new Json(images));
        String networks = NodeProtocol.write(inventory.networks());
        sql.update("""
                INSERT INTO node_networks (node, number)
                SELECT ?, n::integer FROM jsonb_array_elements_text(?) n ON CONFLICT DO NOTHING
                """, node, new Json(networks));
        sql.update("""
                DELETE FROM node_networks WHERE node = ?
                  AND number NOT IN (SELECT n::integer FROM jsonb_array_elements_text(?) n)
                """, node, new Json(networks));
        sql.update("UPDATE nodes SET inventory_at = now() WHERE name = ?", node);
    }
}

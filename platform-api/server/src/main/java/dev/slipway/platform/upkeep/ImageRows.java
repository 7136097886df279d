package dev.slipway.platform.upkeep;

import dev.slipway.database.Sql;
import java.time.Duration;
import java.util.List;

/// Images on nodes, and which of them something needs. An image is needed by a release that is kept (one of the
/// newest `keep` of its application, the current one, one that is deployed or was last asked for, one of which
/// an instance has not ended), by a build whose release is still to come, and by a build that may still report
/// it; a builder image by its offer, which
/// comes some seconds after it was made. What lies in the trash keeps its releases until it is purged.
record ImageRows(Sql sql, int keep) {
    private static final int STORED_AT_ONCE = 20;

    /// Those of which an image may not go. One parameter: keep.
    private static final String KEPT = """
            kept AS (
              SELECT r.image_id, r.application_id, r.version = a.current_release OR i.running AS live,
                     d.active IS NOT NULL AS rolling
              FROM releases r JOIN applications a ON a.id = r.application_id
              LEFT JOIN LATERAL (SELECT release_version AS active, previous_version FROM deployments
                WHERE application_id = a.id AND state IN ('pending', 'rolling')) d ON true
              CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM instances i
                WHERE i.application_id = a.id AND i.release_version = r.version
                  AND i.state NOT IN ('stopped', 'failed', 'lost')) AS running) i
              WHERE NOT a.purge AND r.image_gone_at IS NULL AND (
                r.version > a.last_release - ? OR r.version = a.current_release OR i.running
                OR r.version IN (d.active, d.previous_version)
                OR r.version = (SELECT release_version FROM deployments l
                  WHERE l.application_id = a.id AND l.state <> 'cancelled' ORDER BY l.number DESC LIMIT 1)))
            """;

    private static final String NEEDED = """
            (EXISTS (SELECT FROM kept WHERE kept.image_id = h.image_id)
             OR EXISTS (SELECT FROM builds b JOIN applications a ON a.id = b.application_id
                        WHERE b.state = 'succeeded' AND b.release_version IS NULL AND b.image_id = h.image_id
                          AND NOT a.purge)
             OR EXISTS (SELECT FROM builds b WHERE b.state IN ('queued', 'running') AND b.id::text = h.build)
             OR EXISTS (SELECT FROM node_builders o WHERE o.node = h.node AND (o.image_id = h.image_id
                        OR NOT o.made AND o.name || ':' || o.version = h.builder))
             OR EXISTS (SELECT FROM node_added_builders o WHERE o.node = h.node AND o.image_id = h.image_id))
            """;

    /// What nodes say of manifests is noted at the releases.
    void noteDigests() {
        sql.update("""
                UPDATE releases r SET image_digest = h.digest FROM node_images h
                WHERE h.image_id = r.image_id AND h.digest IS NOT NULL AND r.image_digest IS DISTINCT FROM h.digest
                """);
    }

    void mark() {
        sql.update(
                "WITH " + KEPT + ", judged AS (SELECT node, image_id, " + NEEDED + " AS needed FROM node_images h)"
                        + """

                UPDATE node_images h SET unneeded_since = CASE WHEN judged.needed THEN NULL ELSE now() END FROM judged
                WHERE judged.node = h.node AND judged.image_id = h.image_id
                  AND judged.needed = (h.unneeded_since IS NOT NULL)
                """,
                keep);
    }

    /// Images that have been needed by nothing for the grace time, or stand on a full disk.
    List<String> due(Duration grace, int fullAt) {
        return sql.list("""
                SELECT DISTINCT h.image_id FROM node_images h JOIN nodes n ON n.name = h.node
                WHERE h.reported AND (h.unneeded_since < now() - make_interval(secs => ?)
                                      OR h.unneeded_since IS NOT NULL AND n.disk_percent >= ?)
                  AND NOT EXISTS (SELECT FROM node_orders o CROSS JOIN installation i
                    WHERE o.node = h.node AND o.kind = 'remove' AND o.subject = h.image_id
                      AND o.incarnation = i.incarnation)
                """, row -> row.text("image_id"), (double) grace.toSeconds(), fullAt);
    }

    /// Looks once more, with the applications locked that know the image, so that nobody asks for it meanwhile;
    /// then it is gone for its releases and ordered away. False when it is needed after all.
    boolean order(String image) {
        sql.list("""
                SELECT id FROM applications
                WHERE id IN (SELECT application_id FROM releases WHERE image_id = ?) ORDER BY id FOR NO KEY UPDATE
                """, row -> row.uuid("id"), image);
        boolean needed = sql.first(
                        "WITH " + KEPT + "SELECT bool_or(" + NEEDED
                                + ") AS needed FROM node_images h WHERE h.image_id = ?",
                        row -> row.flag("needed"),
                        keep,
                        image)
                .orElse(true);
        if (needed) {
            return false;
        }
        sql.update("UPDATE releases SET image_gone_at = now() WHERE image_id = ? AND image_gone_at IS NULL", image);
        return sql.update("""
                INSERT INTO node_orders (node, kind, subject, incarnation)
                SELECT h.node, 'remove', h.image_id, i.incarnation FROM node_images h CROSS JOIN installation i
                WHERE h.image_id = ?
                ON CONFLICT (node, kind, subject) DO UPDATE SET incarnation = excluded.incarnation
                """, image) > 0;
    }

    /// Orders that are carried out or no longer right go; those to store and to unload are given. Whether any
    /// changed.
    boolean settleOrders(int fullAt) {
        return forgetRemoved() | storeKept() | unload(fullAt);
    }

    private boolean forgetRemoved() {
        return sql.update("""
                DELETE FROM node_orders o WHERE o.kind = 'remove' AND NOT EXISTS (
                  SELECT FROM node_images h WHERE h.node = o.node AND h.image_id = o.subject)
                """) > 0;
    }

    /// Once no deployment of the application is under way: it is live then, and nobody waits for the machine.
    private boolean storeKept() {
        return replace("store", """
                SELECT h.node, h.image_id FROM node_images h
                WHERE h.engine AND h.reported AND h.digest IS NULL
                  AND NOT EXISTS (SELECT FROM node_images o WHERE o.image_id = h.image_id AND o.digest IS NOT NULL)
                  AND EXISTS (SELECT FROM kept WHERE kept.image_id = h.image_id AND NOT kept.rolling)
                ORDER BY h.first_seen, h.image_id LIMIT ?
                """, STORED_AT_ONCE);
    }

    private boolean unload(int fullAt) {
        return replace("unload", """
                SELECT h.node, h.image_id FROM node_images h JOIN nodes n ON n.name = h.node
                WHERE h.engine AND h.digest IS NOT NULL AND n.disk_percent >= ? AND h.unneeded_since IS NULL
                  AND NOT EXISTS (SELECT FROM kept WHERE kept.image_id = h.image_id AND (kept.live OR kept.rolling))
                """, fullAt);
    }

    private boolean replace(String kind, String wanted, int parameter) {
        String all = "WITH " + KEPT + ", wanted AS (" + wanted + ")";
        int withdrawn = sql.update(all + """

                DELETE FROM node_orders o WHERE o.kind = ? AND NOT EXISTS (
                  SELECT FROM wanted w CROSS JOIN installation i
                  WHERE w.node = o.node AND w.image_id = o.subject AND o.incarnation = i.incarnation)
                """, keep, parameter, kind);
        int given = sql.update(all + """

                INSERT INTO node_orders (node, kind, subject, incarnation)
                SELECT w.node, ?, w.image_id, i.incarnation FROM wanted w CROSS JOIN installation i
                ON CONFLICT (node, kind, subject) DO NOTHING
                """, keep, parameter, kind);
        return withdrawn + given > 0;
    }
}

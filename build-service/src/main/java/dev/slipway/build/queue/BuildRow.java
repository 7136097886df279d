package dev.slipway.build.queue;

import dev.slipway.database.Json;
import dev.slipway.database.Sql;
import dev.slipway.model.build.BuildState;
import java.util.Optional;
import java.util.UUID;

/// A build's row, locked for the rest of the transaction.
record BuildRow(
        UUID id, UUID projectId, UUID applicationId, int number, BuildState state, int epoch, boolean cancelRequested) {

    static Optional<BuildRow> locked(Sql sql, UUID build) {
        return sql.first(
                """
                SELECT id, project_id, application_id, number, state, lease_epoch, cancel_requested
                FROM builds WHERE id = ? FOR UPDATE
                """,
                row -> new BuildRow(
                        row.uuid("id"),
                        row.uuid("project_id"),
                        row.uuid("application_id"),
                        row.integer("number"),
                        row.constant("state", BuildState.class),
                        row.integer("lease_epoch"),
                        row.flag("cancel_requested")),
                build);
    }

    boolean heldBy(int claimedEpoch) {
        return state == BuildState.RUNNING && epoch == claimedEpoch;
    }

    void end(Sql sql, Ending ending, String stages) {
        sql.update(
                """
                UPDATE builds
                SET state = ?, reason = ?, message = ?, evidence = ?, next = ?, image_id = ?, image_port = ?,
                    builder_image = ?,
                    first_error_line = ?, first_error_offset = ?, first_error = ?,
                    stages = stages || ?, stage = NULL, lease_until = NULL, finished_at = now()
                WHERE id = ?
                """,
                ending.state(),
                ending.reason(),
                ending.message(),
                ending.evidence(),
                ending.next(),
                ending.image() == null ? null : ending.image().imageId(),
                ending.image() == null ? null : ending.image().port(),
                ending.image() == null ? null : ending.image().builderImage(),
                ending.firstError() == null ? null : ending.firstError().line(),
                ending.firstError() == null ? null : ending.firstError().offset(),
                ending.firstError() == null ? null : ending.firstError().text(),
                new Json(stages),
                id);
        if (ending.image() != null) {
            noteImage(sql, ending.image().imageId());
        }
        event(sql, ending.eventKind(), ending.message() == null ? "Build " + number + " succeeded." : ending.message());
    }

    /// The node holds it; placements need not wait until it says so itself.
    private void noteImage(Sql sql, String image) {
        sql.update("""
                INSERT INTO node_images (node, image_id, engine, build, reported)
                SELECT node, ?, true, id::text, false FROM builds WHERE id = ? AND node IS NOT NULL
                ON CONFLICT (node, image_id) DO NOTHING
                """, image, id);
    }

    void event(Sql sql, String kind, String message) {
        sql.update("""
                INSERT INTO events (project_id, application_id, kind, subject, message, by)
                SELECT project_id, application_id, ?, ?, ?, trigger_by FROM builds WHERE id = ?
                """, kind, "build " + number, message, id);
    }
}

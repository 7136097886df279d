package dev.slipway.build.queue;

import dev.slipway.database.Row;
import dev.slipway.model.assignment.TenantNetwork;
import dev.slipway.model.build.Commit;
import java.sql.SQLException;
import java.util.UUID;

/// A build a node has just been given, with what its project and application say. source and settings are the
/// application's JSON; builder is what the application names, or null. epoch 1 is the first attempt.
record ClaimedBuild(
        UUID id,
        int epoch,
        String node,
        int number,
        UUID projectId,
        String project,
        UUID applicationId,
        String application,
        Commit commit,
        String builder,
        String source,
        String settings,
        TenantNetwork network) {

    static ClaimedBuild of(Row row) throws SQLException {
        return new ClaimedBuild(
                row.uuid("id"),
                row.integer("lease_epoch"),
                row.text("node"),
                row.integer("number"),
                row.uuid("project_id"),
                row.text("project"),
                row.uuid("application_id"),
                row.text("application"),
                new Commit(
                        row.text("commit_id"),
                        row.text("commit_author"),
                        row.text("commit_message"),
                        row.text("commit_ref")),
                row.text("application_builder"),
                row.text("source"),
                row.text("build"),
                new TenantNetwork(row.integer("project_number"), row.number("uid"), row.text("subnet")));
    }
}

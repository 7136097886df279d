package dev.slipway.build.queue;

import dev.slipway.database.Row;
import dev.slipway.model.assignment.TenantNetwork;
import dev.slipway.model.build.Commit;
import dev.slipway.model.source.SourceReference;
import java.sql.SQLException;
import java.util.UUID;

/// A build a node has just been given, with what its project and application say. origin is what it is made from,
/// and contextDir what the build itself says of it, or null; source and settings are the application's JSON; clean
/// means that nothing of earlier builds may be used; builder is what the application names, or null. epoch 1 is the
/// first attempt. dockerfiles says that the project may build Dockerfiles.
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
        SourceReference origin,
        String contextDir,
        boolean clean,
        String builder,
        String source,
        String settings,
        boolean dockerfiles,
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
                commit(row),
                origin(row),
                row.text("context_dir"),
                row.flag("clean"),
                row.text("application_builder"),
                row.text("source"),
                row.text("build"),
                row.flag("dockerfile_builds"),
                new TenantNetwork(row.integer("project_number"), row.number("uid"), row.text("subnet")));
    }

    static Commit commit(Row row) throws SQLException {
        return new Commit(
                row.text("commit_id"), row.text("commit_author"), row.text("commit_message"), row.text("commit_ref"));
    }

    static SourceReference origin(Row row) throws SQLException {
        return row.text("upload") == null
                ? new SourceReference.OfCommit(row.text("commit_id"), row.flag("submodules"))
                : new SourceReference.OfArchive(row.text("upload"));
    }
}

package dev.slipway.build.queue;

import dev.slipway.build.source.Destination;
import dev.slipway.build.source.DockerContext;
import dev.slipway.build.source.SourceUpload;
import dev.slipway.database.Database;
import dev.slipway.model.source.SourceReference;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTrees;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The source of a running build as a stream.
@Singleton
class BuildSource {
    private final Database database;
    private final SourceTrees trees;

    BuildSource(@Named("loops") Database database, SourceTrees trees) {
        this.database = database;
        this.trees = trees;
    }

    /// What to stream; empty when the build does not run under this epoch.
    Optional<Origin> origin(UUID build, int epoch) {
        return database.transaction(sql -> sql.first(
                """
                SELECT b.application_id, b.commit_id, b.submodules, b.upload, p.uid
                FROM builds b JOIN projects p ON p.id = b.project_id
                WHERE b.id = ? AND b.state = 'running' AND b.lease_epoch = ?
                """,
                row -> new Origin(row.uuid("application_id"), ClaimedBuild.origin(row), row.number("uid")),
                build,
                epoch));
    }

    record Origin(UUID application, SourceReference source, long uid) {}

    /// contextDir is what the build's order says: the application may say something else by now. Of files named
    /// only these are written; scripts named are left where the source has them.
    void write(
            Origin origin,
            String contextDir,
            List<String> files,
            List<String> left,
            Destination destination,
            OutputStream out)
            throws IOException {
        try (SourceTree tree = trees.open(origin.application(), origin.source())) {
            SourceUpload whole = SourceUpload.read(tree, contextDir).leaving(left);
            (files.isEmpty() ? whole : whole.only(files)).writeTar(out, destination, origin.uid(), Instant.now());
        }
    }

    /// The context of a Dockerfile; contextDir as above.
    void writeContext(Origin origin, String contextDir, OutputStream out) throws IOException {
        try (SourceTree tree = trees.open(origin.application(), origin.source())) {
            DockerContext.open(tree, contextDir).writeTar(out, Instant.now());
        }
    }
}

package dev.slipway.build.queue;

import dev.slipway.database.Row;
import dev.slipway.model.build.BuildState;
import dev.slipway.model.build.FailureReason;
import java.sql.SQLException;
import java.util.UUID;

/// A build that nobody will end by itself, and what is to become of it. expired says that its lease has passed;
/// replacedBy is the later build of the same application that makes it needless, or null.
record StaleBuild(
        UUID id,
        BuildState state,
        int epoch,
        boolean expired,
        boolean cancelRequested,
        boolean deleted,
        Integer replacedBy) {
    private static final int ATTEMPTS = 3;

    static StaleBuild of(Row row) throws SQLException {
        return new StaleBuild(
                row.uuid("id"),
                row.constant("state", BuildState.class),
                row.integer("lease_epoch"),
                row.flag("expired"),
                row.flag("cancel_requested"),
                row.flag("deleted"),
                row.integer("replaced_by"));
    }

    sealed interface Fate {
        record Left() implements Fate {}

        record Queued() implements Fate {}

        record Ended(Ending ending) implements Fate {}
    }

    Fate fate() {
        if (state == BuildState.RUNNING && !expired) {
            return new Fate.Left();
        }
        if (cancelRequested) {
            return new Fate.Ended(Ending.cancelled("Cancelled while no node worked on it."));
        }
        if (deleted) {
            return new Fate.Ended(Ending.cancelled("Its application was deleted."));
        }
        if (epoch >= ATTEMPTS) {
            return new Fate.Ended(Ending.failed(FailureReason.NodeLost));
        }
        if (state == BuildState.RUNNING) {
            return new Fate.Queued();
        }
        return replacedBy == null
                ? new Fate.Left()
                : new Fate.Ended(Ending.cancelled("Replaced by build " + replacedBy + ", which came later."));
    }
}

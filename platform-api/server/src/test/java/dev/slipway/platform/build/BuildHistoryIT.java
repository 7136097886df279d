package dev.slipway.platform.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.build.BuildLogs;
import dev.slipway.platform.node.NodeRows;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which builds go with their logs. Two are kept of ten.
class BuildHistoryIT {
    private final NodeRows rows = new NodeRows();
    private final Set<UUID> removed = new HashSet<>();
    private final BuildHistory history = new BuildHistory(rows.database, logs(), new Kept(20, 2, 2));

    private record Kept(int queuedPerProject, int keep, int builderChangesAtATime) implements BuildConfig {}

    private BuildLogs logs() {
        return new BuildLogs() {
            @Override
            public void read(UUID build, long from, boolean follow, Sink sink) {}

            @Override
            public void remove(UUID build) {
                removed.add(build);
            }
        };
    }

    @BeforeEach
    void tenBuilds() {
        for (int number = 1; number <= 10; number++) {
            rows.change("""
                    INSERT INTO builds (project_id, application_id, number, trigger_kind, trigger_by, commit_id, state, finished_at)
                    VALUES (?, ?, ?, 'manual', 'ann', 'c0ffee', 'failed', now())
                    """, rows.project, rows.application, number);
        }
    }

    private String numbers() {
        return rows.text("SELECT string_agg(number::text, ',' ORDER BY number) FROM builds");
    }

    @Test
    void theNewestStayAndTheOthersGoWithTheirLogs() {
        history.shorten();

        assertThat(numbers()).isEqualTo("9,10");
        assertThat(removed).hasSize(8);
    }

    @Test
    void whatHasNotEndedOrHasNoReleaseYetStays() {
        rows.change("UPDATE builds SET state = 'queued', finished_at = NULL WHERE number = 1");
        rows.change("UPDATE builds SET state = 'running', finished_at = NULL WHERE number = 2");
        rows.change("UPDATE builds SET state = 'succeeded' WHERE number = 3");

        history.shorten();

        assertThat(numbers()).isEqualTo("1,2,3,9,10");
    }

    @Test
    void theBuildOfAReleaseStaysAsLongAsItsImage() {
        rows.change("UPDATE builds SET state = 'succeeded', release_version = 1 WHERE number = 4");
        rows.change("UPDATE releases SET build_number = 4");
        history.shorten();
        assertThat(numbers()).isEqualTo("4,9,10");

        rows.change("UPDATE releases SET image_gone_at = now()");
        history.shorten();

        assertThat(numbers()).isEqualTo("9,10");
    }
}

package dev.slipway.platform.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.platform.application.ApplicationStore;
import dev.slipway.platform.database.JsonColumns;
import dev.slipway.platform.http.JsonForm;
import dev.slipway.platform.node.NodeRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One application whose current release was built by build 1 with the image "old" of the node one.
class BuilderChangeLoopIT {
    private record Limits(int queuedPerProject, int keep, int builderChangesAtATime) implements BuildConfig {}

    private final NodeRows rows = new NodeRows();
    private final JsonColumns json = new JsonColumns(JsonForm.configure(new ObjectMapper()));

    @BeforeEach
    void anApplicationThatWantsIt() {
        rows.change("""
                UPDATE applications SET current_release = 1, last_build = 1, source = '{"push": {"branch": "main"}}',
                  rollout = '{"strategy": "rolling", "maxSurge": 1, "maxUnavailable": 0, "deadline": "PT5M"}',
                  build = '{"incremental": false, "timeout": "PT15M", "triggers": {"builderImage": true}}'
                """);
        rows.change("UPDATE releases SET build_number = 1");
        rows.change("""
                INSERT INTO builds (project_id, application_id, number, trigger_kind, trigger_by, commit_id, commit_ref,
                  state, builder, builder_image, node, release_version, finished_at)
                VALUES (?, ?, 1, 'push', 'ann', 'c0ffee', 'main', 'succeeded', 'nodejs:24', 'old', 'one', 1, now())
                """, rows.project, rows.application);
        rows.change("""
                INSERT INTO builders (name, version, image, image_id, description) VALUES ('nodejs', '24', 'i', 'old', '')
                """);
        nodeHas("old");
    }

    private void nodeHas(String image) {
        rows.change("""
                INSERT INTO node_builders (node, name, version, image_id) VALUES ('one', 'nodejs', '24', ?)
                ON CONFLICT (node, name, version) DO UPDATE SET image_id = excluded.image_id
                """, image);
    }

    private void turn() {
        turn(20, 2);
    }

    private void turn(int queued, int atATime) {
        Limits limits = new Limits(queued, 100, atATime);
        new BuilderChangeLoop(
                        rows.database, new ApplicationStore(json), new BuildStore(limits, json), limits, rows.bell)
                .turn();
    }

    private String builds() {
        return rows.text("""
                SELECT coalesce(string_agg(number || ' ' || trigger_kind || ' ' || commit_id || ' ' || state, ',' ORDER BY number), '')
                FROM builds WHERE number > 1
                """);
    }

    private boolean behind() {
        return rows.database.transaction(sql -> BuilderChanges.behind(sql, rows.application));
    }

    @Test
    void theSameCommitIsBuiltOnceForAnotherImageWithThatCauseAlsoWhenTheBuildFails() {
        turn();
        assertThat(builds()).isEmpty();
        assertThat(behind()).isFalse();

        nodeHas("new");
        assertThat(behind()).isTrue();
        turn();
        turn();
        assertThat(builds()).isEqualTo("2 builder c0ffee queued");
        assertThat(rows.text("SELECT trigger_cause || ' by ' || trigger_by FROM builds WHERE number = 2"))
                .isEqualTo("builder image changed: nodejs:24 old -> new by slipway");
        assertThat(rows.text("SELECT message FROM events WHERE kind = 'BuilderImageChanged'"))
                .isEqualTo("Build 2 was queued: builder image changed: nodejs:24 old -> new");

        rows.change("UPDATE builds SET state = 'failed' WHERE number = 2");
        turn();
        assertThat(builds()).isEqualTo("2 builder c0ffee failed");
        nodeHas("newer");
        turn();
        assertThat(builds()).isEqualTo("2 builder c0ffee failed,3 builder c0ffee queued");
    }

    @Test
    void whoDidNotAskForItIsOnlyTold() {
        rows.change("UPDATE applications SET build = '{\"incremental\": false, \"timeout\": \"PT15M\"}'");
        nodeHas("new");
        turn();
        assertThat(builds()).isEmpty();
        assertThat(behind()).isTrue();
    }

    @Test
    void nothingIsBuiltWhileSomethingOfTheApplicationIsUnderWay() {
        nodeHas("new");
        for (String state : new String[] {"queued", "running", "succeeded"}) {
            rows.change("""
                    INSERT INTO builds (project_id, application_id, number, trigger_kind, trigger_by, commit_id, state)
                    VALUES (?, ?, 2, 'push', 'ann', 'beef', ?)
                    """, rows.project, rows.application, state);
            turn();
            assertThat(builds()).isEqualTo("2 push beef " + state);
            rows.change("DELETE FROM builds WHERE number = 2");
        }
        rows.change("""
                INSERT INTO deployments (project_id, application_id, number, release_version, strategy, created_by,
                  deadline_at) VALUES (?, ?, 1, 1, 'rolling', 'ann', now())
                """, rows.project, rows.application);
        turn();
        assertThat(builds()).isEmpty();
        rows.change("UPDATE deployments SET state = 'succeeded'");
        turn();
        assertThat(builds()).isEqualTo("2 builder c0ffee queued");
    }

    @Test
    void configurationThatChangedMeanwhileIsNotBuiltUnasked() {
        nodeHas("new");
        rows.change("UPDATE applications SET build_version = 2");
        turn();
        assertThat(builds()).isEmpty();
    }

    @Test
    void noMoreRunThanMayAndNoneWhereTheProjectsQueueIsFull() {
        nodeHas("new");
        turn(0, 2);
        turn(20, 0);
        assertThat(builds()).isEmpty();
        turn(20, 1);
        assertThat(builds()).isEqualTo("2 builder c0ffee queued");
    }

    @Test
    void anAddedImageCountsUnlessSomethingStandsAgainstIt() {
        rows.change("""
                INSERT INTO added_builders (name, description, tags, detects, images, created_by)
                VALUES ('nodejs', '', '{}', '{}', '[{"version": "24", "image": "n:24"}]', 'ann')
                """);
        rows.change("""
                INSERT INTO node_added_builders (node, name, version, image, image_id, fault)
                VALUES ('one', 'nodejs', '24', 'n:24', 'added', 'It runs as root.')
                """);
        turn();
        assertThat(builds()).isEmpty();
        rows.change("UPDATE node_added_builders SET fault = NULL");
        turn();
        assertThat(builds()).isEqualTo("2 builder c0ffee queued");
    }

    @Test
    void ofAnotherNodesImageNothingIsConcluded() {
        rows.change("UPDATE builds SET node = 'two'");
        nodeHas("new");
        turn();
        assertThat(builds()).isEmpty();
        assertThat(behind()).isFalse();
    }
}

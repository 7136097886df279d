package dev.slipway.platform.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.database.Database;
import dev.slipway.database.TestDatabase;
import dev.slipway.model.build.Commit;
import dev.slipway.model.event.Bell;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.InMemoryBuildLogs;
import dev.slipway.platform.database.JsonColumns;
import dev.slipway.platform.git.PushTarget;
import dev.slipway.platform.git.PushedBuilds.Queued;
import dev.slipway.platform.http.JsonForm;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueuedPushesIT {
    private record Limits(int queuedPerProject, int keep, int builderChangesAtATime) implements BuildConfig {}

    private final Database database = Database.of(TestDatabase.migrated());
    private final BuildStore builds =
            new BuildStore(new Limits(20, 100, 2), new JsonColumns(JsonForm.configure(new ObjectMapper())));
    private final QueuedPushes pushes = new QueuedPushes(database, builds, new InMemoryBuildLogs(), null, new Bell());
    private final UUID project = UUID.randomUUID();

    @BeforeEach
    void insert() {
        database.run(sql -> sql.update(
                "INSERT INTO projects (id, name, uid, subnet) VALUES (?, 'team', 1000010000, '10.208.1.0/24')",
                project));
    }

    @Test
    void aRecoveredCommitWhoseBuildFailedGetsNoSecondOneAndAPushedOneDoes() {
        PushTarget target = application("shop");
        push(target, "c1");
        database.run(sql -> sql.update("UPDATE builds SET state = 'failed'"));

        assertThat(pushes.recover(target, commit("c1"))).isEqualTo(new Queued.Unchanged(1));
        assertThat(pushes.recover(target, commit("c2"))).isInstanceOf(Queued.Build.class);
        database.run(sql -> sql.update("UPDATE builds SET state = 'failed'"));
        assertThat(push(target, "c2")).isInstanceOf(Queued.Build.class);
    }

    @Test
    void pushesAreNeverTurnedAwayAndOtherBuildsOnlyForThoseThatNoNewerPushReplaces() {
        PushTarget shop = application("shop");
        for (int i = 0; i < 50; i++) {
            assertThat(push(shop, "c" + i)).isInstanceOf(Queued.Build.class);
        }
        ask(shop);
        for (int i = 1; i < 19; i++) {
            push(application("other" + i), "c");
        }

        assertThat(push(application("one-more"), "c")).isInstanceOf(Queued.Build.class);
        assertThatThrownBy(() -> ask(shop))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        refusal -> assertThat(refusal.detail()).startsWith("21 builds of this project wait"));
    }

    private void ask(PushTarget target) {
        database.run(sql -> builds.queue(
                sql,
                new BuildStore.Asked(
                        target.projectId(),
                        target.applicationId(),
                        "manual",
                        "ada",
                        new BuildStore.Origin.Known(commit("asked")),
                        null,
                        false,
                        true)));
    }

    private Queued push(PushTarget target, String commit) {
        return pushes.queue(target, commit(commit), false);
    }

    private static Commit commit(String id) {
        return new Commit(id, "Ada <ada@example.org>", "Say hello", "refs/heads/main");
    }

    private PushTarget application(String name) {
        UUID id = UUID.randomUUID();
        database.run(sql -> sql.update("""
                INSERT INTO applications (id, project_id, name, source, processes, rollout, build)
                VALUES (?, ?, ?, '{}', '{}', '{}', '{}')
                """, id, project, name));
        return new PushTarget(project, id, "team", name, "main", "ada");
    }
}

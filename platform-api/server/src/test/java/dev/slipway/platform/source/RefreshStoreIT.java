package dev.slipway.platform.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.database.Database;
import dev.slipway.database.TestDatabase;
import dev.slipway.platform.source.RefreshStore.Due;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which mirrors are looked after by themselves, and when.
class RefreshStoreIT {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Database database = Database.of(TestDatabase.migrated());
    private final RefreshStore store = new RefreshStore();
    private UUID application;

    @BeforeEach
    void anApplication() {
        UUID project = UUID.randomUUID();
        application = UUID.randomUUID();
        database.run(sql -> {
            sql.update(
                    "INSERT INTO projects (id, name, uid, subnet) VALUES (?, 'shop', 100000, '10.0.1.0/24')", project);
            sql.update("""
                    INSERT INTO applications (id, project_id, name, source, processes, rollout, build, created_at)
                    VALUES (?, ?, 'web', '{"push": null, "git": {"url": "https://h/a.git", "ref": "next"}}',
                      '{}', '{}', '{}', now() - interval '1 day')
                    """, application, project);
            sql.update("INSERT INTO mirrors (application_id, project_id) VALUES (?, ?)", application, project);
        });
    }

    private List<Due> due(Duration every) {
        return database.transaction(sql -> store.due(sql, every, false));
    }

    private void tried(String ago, int failures) {
        database.run(sql -> sql.update(
                "UPDATE mirrors SET tried_at = now() - ?::interval, failures = ? WHERE application_id = ?",
                ago,
                failures,
                application));
    }

    @Test
    void nothingComesByItselfUnlessTheAdministratorSaysHowOften() {
        assertThat(due(null)).isEmpty();
        assertThat(due(HOUR))
                .singleElement()
                .isEqualTo(new Due(application, "https://h/a.git", "next", null, null, false));
    }

    @Test
    void thePauseDoublesWithEachFailure() {
        tried("59 minutes", 0);
        assertThat(due(HOUR)).isEmpty();
        tried("61 minutes", 0);
        assertThat(due(HOUR)).hasSize(1);
        tried("61 minutes", 1);
        assertThat(due(HOUR)).isEmpty();
        tried("121 minutes", 1);
        assertThat(due(HOUR)).hasSize(1);
        tried("63 hours", 60);
        assertThat(due(HOUR)).isEmpty();
        tried("65 hours", 60);
        assertThat(due(HOUR)).hasSize(1);
    }

    @Test
    void whoAsksNeedNotWaitForAPause() {
        tried("1 minute", 5);
        database.run(sql ->
                sql.update("UPDATE mirrors SET refresh_asked = now(), refresh_by = 'ada', refresh_build = true"));

        assertThat(due(null)).singleElement().extracting(Due::by, Due::build).containsExactly("ada", true);

        tried("2 hours", 0);
        database.run(sql -> sql.update("UPDATE mirrors SET refresh_asked = NULL"));
        assertThat(due(HOUR)).singleElement().extracting(Due::by, Due::build).containsExactly(null, false);
    }

    @Test
    void whatLiesInTheTrashIsLeftAlone() {
        database.run(sql -> sql.update("UPDATE applications SET deleted_at = now()"));

        assertThat(due(HOUR)).isEmpty();
    }
}

package dev.slipway.platform.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.database.Database;
import dev.slipway.database.DatabaseException;
import dev.slipway.database.Sql;
import dev.slipway.database.TestDatabase;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.name.ResourceName;
import dev.slipway.model.project.Project;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// As requests do it: under row-level security.
class ProjectStoreIT {
    private static final String POOL_OF_THREE = "10.9.0.0/22";

    private final ProjectStore store = new ProjectStore(POOL_OF_THREE);
    private Database database;

    @BeforeEach
    void emptyDatabase() {
        database = Database.of(TestDatabase.migrated());
    }

    @Test
    void numbersAndSubnetsGoUpFromOne() {
        assertThat(create("one").network()).satisfies(network -> {
            assertThat(network.number()).isEqualTo(1);
            assertThat(network.uid()).isEqualTo(1_000_010_000L);
            assertThat(network.subnet()).isEqualTo("10.9.1.0/24");
        });
        assertThat(create("two").network().subnet()).isEqualTo("10.9.2.0/24");
    }

    @Test
    void whatIsRefusedUsesUpNothing() {
        create("one");
        for (int i = 0; i < 5; i++) {
            refused("one", ErrorCode.NAME_TAKEN);
        }
        create("two");
        assertThat(create("three").network().number()).isEqualTo(3);
        for (int i = 0; i < 5; i++) {
            refused("four", ErrorCode.QUOTA_EXCEEDED);
        }

        change("DELETE FROM projects WHERE name = 'two'");

        assertThat(create("four").network()).satisfies(network -> {
            assertThat(network.number()).as("never given twice").isEqualTo(4);
            assertThat(network.uid()).isEqualTo(1_000_040_000L);
            assertThat(network.subnet()).as("of a removed project").isEqualTo("10.9.2.0/24");
        });
    }

    @Test
    void theSubnetOfARemovedProjectRestsWhileThereAreOthers() {
        create("one");
        change("DELETE FROM projects WHERE name = 'one'");

        assertThat(create("two").network().subnet()).isEqualTo("10.9.2.0/24");
    }

    private void refused(String name, ErrorCode code) {
        assertThatThrownBy(() -> create(name))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private Project create(String name) {
        UUID id = UUID.randomUUID();
        return asRequest(UUID.randomUUID(), id, sql -> store.create(sql, id, new ResourceName(name), null, null));
    }

    @Test
    void nobodyMakesThemselvesAMember() {
        Project project = create("one");
        UUID stranger = UUID.randomUUID();
        database.run(sql -> sql.update("INSERT INTO users (id, name) VALUES (?, 'stranger')", stranger));

        assertThatThrownBy(() -> asRequest(stranger, null, sql -> {
                    ProjectStore.addMember(sql, project.id(), stranger, "admin");
                    return null;
                }))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("row-level security");
        database.run(sql -> ProjectStore.addMember(sql, project.id(), stranger, "view"));
        int raised = asRequest(stranger, null, sql -> sql.update("UPDATE members SET role = 'admin'"));
        assertThat(raised).isZero();
        Optional<Project> seen = asRequest(stranger, null, sql -> ProjectStore.named(sql, "one"));
        assertThat(seen).isPresent();
    }

    @Test
    void restorationBringsNothingBackThatIsBeingRemoved() {
        Project project = create("one");
        change("""
                INSERT INTO applications (project_id, name, source, processes, rollout, build)
                SELECT id, a.name, '{}', '{}', '{}', '{}' FROM projects, (VALUES ('kept'), ('purged')) a (name)
                """);
        asRequest(UUID.randomUUID(), project.id(), sql -> {
            ProjectStore.delete(sql, project.id());
            return null;
        });
        change("UPDATE applications SET purge = true WHERE name = 'purged'");

        asRequest(UUID.randomUUID(), project.id(), sql -> {
            ProjectStore.restore(sql, ProjectStore.named(sql, "one").orElseThrow());
            return null;
        });

        List<String> present = database.transaction(
                sql -> sql.list("SELECT name FROM applications WHERE deleted_at IS NULL", row -> row.text("name")));
        assertThat(present).containsExactly("kept");
    }

    private void change(String statement) {
        database.run(sql -> sql.update(statement));
    }

    private <T> T asRequest(UUID user, UUID project, Function<Sql, T> work) {
        return database.transaction(sql -> {
            sql.update("SET LOCAL ROLE slipway_requests");
            sql.first(
                    "SELECT set_config('slipway.user', ?, true), set_config('slipway.project', ?, true)",
                    _ -> true,
                    user.toString(),
                    project == null ? "" : project.toString());
            return work.apply(sql);
        });
    }
}

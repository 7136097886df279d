package dev.slipway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.build.BuildState;
import dev.slipway.model.deployment.DeploymentState;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.node.NodeState;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MigrationsIT {
    private static final Pattern QUOTED = Pattern.compile("'([a-z]+)'::text");

    @Test
    void emptyDatabaseComesToTheNewestSchemaAndASecondRunChangesNothing() {
        DataSource source = TestDatabase.empty();

        assertThat(Migrations.migrate(source)).isPositive();
        assertThat(Migrations.migrate(source)).isZero();
    }

    @Test
    void aDatabaseIsComparedAgainAsSoonAsItsMarkIsNotOfTheseFiles() {
        DataSource source = TestDatabase.empty();
        Migrations.migrate(source);
        Database database = Database.of(source);
        database.run(sql -> sql.update("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '2'"));

        assertThat(Migrations.migrate(source)).isZero();
        database.run(sql -> sql.update("COMMENT ON TABLE flyway_schema_history IS 'of others'"));
        assertThatThrownBy(() -> Migrations.migrate(source)).isInstanceOf(FlywayException.class);
    }

    static Stream<StateColumn> stateColumns() {
        return Stream.of(
                new StateColumn("builds", "state", BuildState.class),
                new StateColumn("deployments", "state", DeploymentState.class),
                new StateColumn("instances", "state", InstanceState.class),
                new StateColumn("nodes", "state", NodeState.class));
    }

    @ParameterizedTest
    @MethodSource("stateColumns")
    void everyStateEnumEqualsItsCheckList(StateColumn column) {
        String check = checkOf(column);

        assertThat(QUOTED.matcher(check).results().map(match -> match.group(1)))
                .containsExactlyInAnyOrderElementsOf(column.names());
    }

    private static String checkOf(StateColumn column) {
        return Database.of(TestDatabase.migrated())
                .transaction(sql -> sql.first(
                                """
                                SELECT pg_get_constraintdef(oid) AS check FROM pg_constraint
                                WHERE conrelid = ?::regclass AND contype = 'c' AND conname = ?
                                """,
                                row -> row.text("check"),
                                column.table(),
                                column.table() + "_" + column.name() + "_check")
                        .orElseThrow());
    }

    record StateColumn(String table, String name, Class<? extends Enum<?>> type) {
        java.util.List<String> names() {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                    .toList();
        }
    }
}

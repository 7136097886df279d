package dev.slipway.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.database.Database;
import dev.slipway.database.DatabaseException;
import dev.slipway.database.Sql;
import dev.slipway.database.TestDatabase;
import dev.slipway.model.event.Bell;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The loop under the role that it has in the platform.
class SchedulerLoopIT {
    private final Bell bell = new Bell();
    private final AtomicBoolean away = new AtomicBoolean();
    private Seed seed;
    private Database loops;
    private SchedulerLoop loop;

    @BeforeEach
    void deployedApplication() {
        DataSource source = TestDatabase.migrated();
        seed = Seed.in(Database.of(source));
        seed.node("n1", 1000);
        seed.release(1);
        loops = new AsLoops(Database.of(source), away);
    }

    @AfterEach
    void stopped() throws InterruptedException {
        loop.stop(null);
    }

    @Test
    void loopWithTheGrantsOfLoopsBringsADeploymentToItsEnd() {
        start(Duration.ofSeconds(1), Set.of("platform"));
        seed.deployment(1, 1, Duration.ofMinutes(5));
        eventually().until(() -> count("assigned") == 2);
        seed.nodesAct();
        eventually().until(() -> "succeeded".equals(seed.text("SELECT state AS value FROM deployments")));
        seed.run("UPDATE applications SET stopped = true");
        eventually().until(() -> count("stopping") == 2);
        assertThat(loop.lastTurn()).isPresent();
    }

    @Test
    void ringOfTheBellTurnsAtOnce() {
        start(Duration.ofHours(1), Set.of("schedule"));
        eventually().until(() -> loop.lastTurn().isPresent());
        seed.deployment(1, 1, Duration.ofMinutes(5));

        eventually().until(() -> {
            bell.ring(Bell.Topic.CLUSTER);
            return count("assigned") == 2;
        });
    }

    @Test
    void loopSurvivesADatabaseThatIsAwayForAWhile() {
        away.set(true);
        start(Duration.ofMillis(100), Set.of("platform"));
        seed.deployment(1, 1, Duration.ofMinutes(5));
        eventually()
                .pollDelay(Duration.ofMillis(300))
                .until(() -> loop.lastTurn().isEmpty());

        away.set(false);

        eventually().until(() -> count("assigned") == 2);
    }

    @Test
    void processWithoutTheRoleDoesNotSchedule() {
        start(Duration.ofMillis(100), Set.of("route"));

        assertThat(loop.schedules()).isFalse();
        assertThat(loop.lastTurn()).isEmpty();
    }

    @Test
    void defaultsAreASecondAndAHeartbeatLeaseOfTwenty() {
        start(Duration.ofSeconds(1), Set.of());
        SchedulerConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SchedulerConfig.class)
                .build()
                .getConfigMapping(SchedulerConfig.class);

        assertThat(config.period()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.nodeLease()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.diskLimit()).isEqualTo(85);
    }

    private void start(Duration period, Set<String> roles) {
        loop = new SchedulerLoop(new Pace(period, Duration.ofMinutes(5), 85), roles, loops, bell);
        loop.start(null);
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofMinutes(1));
    }

    private long count(String state) {
        return Long.parseLong(seed.text("SELECT count(*)::text AS value FROM instances WHERE state = ?", state));
    }

    private record Pace(Duration period, Duration nodeLease, int diskLimit) implements SchedulerConfig {}

    private record AsLoops(Database database, AtomicBoolean away) implements Database {
        @Override
        public <T> T transaction(Function<Sql, T> work) {
            if (away.get()) {
                throw new DatabaseException(new java.sql.SQLException("away"));
            }
            return database.transaction(sql -> {
                sql.update("SET LOCAL ROLE slipway_loops");
                return work.apply(sql);
            });
        }
    }
}

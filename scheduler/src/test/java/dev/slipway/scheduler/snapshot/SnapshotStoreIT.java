package dev.slipway.scheduler.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.database.Database;
import dev.slipway.database.TestDatabase;
import dev.slipway.model.application.Rollout;
import dev.slipway.model.deployment.DeploymentState;
import dev.slipway.model.node.NodeState;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.model.resource.Resources;
import dev.slipway.scheduler.Seed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotStoreIT {
    private static final Resources REQUESTS = new Resources(new Cpu(250), new Bytes(256L << 20));

    private SnapshotStore store;
    private Seed seed;

    @BeforeEach
    void emptyDatabase() {
        Database database = Database.of(TestDatabase.migrated());
        store = new SnapshotStore(database, 85);
        seed = Seed.in(database);
    }

    @Test
    void snapshotShowsNodesApplicationsReleasesAndDeployment() {
        seed.node("n1", 4000);
        seed.release(1);
        seed.release(2);
        seed.release(3);
        seed.run("UPDATE applications SET current_release = 1, version = 4");
        seed.deployment(1, 2, Duration.ofMinutes(5));

        ClusterSnapshot snapshot = store.read();

        assertThat(snapshot.now()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(snapshot.nodes()).singleElement().satisfies(node -> {
            assertThat(node.state()).isEqualTo(NodeState.READY);
            assertThat(node.capacity()).isEqualTo(new Resources(new Cpu(4000), new Bytes(8L << 30)));
        });
        ApplicationSnapshot shop = snapshot.applications().getFirst();
        assertThat(shop.rollout()).isEqualTo(Rollout.DEFAULT);
        assertThat(shop.replicas()).isEqualTo(Map.of("web", 2));
        assertThat(shop.releases()).isEqualTo(Map.of(1, Map.of("web", REQUESTS), 2, Map.of("web", REQUESTS)));
        assertThat(shop.version()).isEqualTo(4);
        assertThat(shop.observedVersion()).isZero();
        assertThat(shop.currentRelease()).isEqualTo(1);
        assertThat(shop.deployment().state()).isEqualTo(DeploymentState.PENDING);
        assertThat(shop.deployment().deadlineAt())
                .isEqualTo(shop.deployment().createdAt().plus(Duration.ofMinutes(5)));
    }

    @Test
    void endedInstancesAreLeftOutAndTheirFailuresCounted() {
        seed.release(1);
        seed.deployment(1, 1, Duration.ofMinutes(5));
        seed.instance("irunning", 1, "running", "n1");
        seed.instance("ilost", 1, "lost", "n1");
        failed("ifirst", 0, "3 minutes");
        failed("isecond", 1, "2 minutes");
        failed("iother", 0, "1 minute");
        failed("iancient", 7, "11 minutes");

        ApplicationSnapshot shop = store.read().applications().getFirst();

        assertThat(shop.instances()).extracting(InstanceSnapshot::id).containsExactly("irunning");
        assertThat(shop.deployment().failures()).isEqualTo(4);
        assertThat(shop.failures()).singleElement().satisfies(failures -> {
            assertThat(failures.inARow()).isEqualTo(2);
            assertThat(failures.message()).isEqualTo("iother ended");
            assertThat(failures.evidence()).isEqualTo(List.of("a", "b"));
        });
    }

    @Test
    void instanceThatWasWellForLongerThanTheWindowBeginsANewChain() {
        seed.release(1);
        failed("ilong", 5, "1 minute");
        seed.run("UPDATE instances SET started_at = now() - interval '1 hour'");
        assertThat(store.read().applications().getFirst().failures())
                .as("it ran and was never ready")
                .singleElement()
                .satisfies(failures -> assertThat(failures.inARow()).isEqualTo(6));

        seed.run("UPDATE instances SET ready_at = now() - interval '1 hour'");

        assertThat(store.read().applications().getFirst().failures())
                .singleElement()
                .satisfies(failures -> assertThat(failures.inARow()).isEqualTo(1));
    }

    @Test
    void deletedApplicationStaysInSightUntilItIsAtRest() {
        seed.instance("irunning", 1, "running", "n1");
        seed.run("UPDATE applications SET deleted_at = now()");
        assertThat(store.read().applications())
                .singleElement()
                .satisfies(shop -> assertThat(shop.standing()).isEqualTo(Standing.DELETED));

        seed.run("UPDATE instances SET state = 'stopped'");
        assertThat(store.read().applications()).isEmpty();
    }

    @Test
    void applicationOfADeletedProjectIsDeletedAndAStoppedOneIsStopped() {
        seed.instance("irunning", 1, "running", "n1");
        seed.run("UPDATE applications SET stopped = true");
        assertThat(store.read().applications().getFirst().standing()).isEqualTo(Standing.STOPPED);
        seed.run("UPDATE projects SET state = 'deleting'");
        assertThat(store.read().applications().getFirst().standing()).isEqualTo(Standing.DELETED);
    }

    private void failed(String id, int restarts, String ago) {
        seed.instance(id, 1, "failed", "n1");
        seed.run("""
                UPDATE instances SET restarts = ?, finished_at = now() - ?::interval, message = ?, evidence = ?
                WHERE id = ?
                """, restarts, ago, id + " ended", List.of("a", "b"), id);
    }
}

package dev.slipway.platform.node;

import static dev.slipway.platform.node.NodeRows.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.database.DatabaseException;
import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.model.assignment.InstanceAssignment.Desired;
import dev.slipway.model.assignment.RouteAssignment;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.instance.InstanceState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AssignmentFeedIT {
    private final NodeRows rows = new NodeRows();

    @Test
    void anAssignedInstanceComesWithAllItNeeds() {
        rows.instance("i1", InstanceState.ASSIGNED, "one", null);
        InstanceAssignment instance = now(0).instances().getFirst();
        assertThat(instance.desired()).isEqualTo(Desired.RUN);
        assertThat(instance.imageId()).isEqualTo("sha256:1");
        assertThat(instance.cpuMillis()).isEqualTo(500);
        assertThat(instance.probes().readiness().http().path()).isEqualTo("/up");
        assertThat(instance.network().subnet()).isEqualTo("10.208.1.0/24");
        assertThat(instance.environment())
                .containsEntry("GREETING", "hello 1")
                .containsEntry("SLIPWAY_PROJECT", "team")
                .containsEntry("SLIPWAY_APPLICATION", "shop")
                .containsEntry("SLIPWAY_COMMIT", "c0ffee")
                .containsEntry("SLIPWAY_RELEASE", "1");
    }

    @Test
    void theVersionGrowsOnlyWhenTheStateChanges() {
        DesiredState first = now(0);
        assertThat(rows.feed.newer(ONE, first.version(), Duration.ZERO)).isEmpty();
        rows.route("shop.example.org", "shop");
        DesiredState second = now(first.version());
        assertThat(second.version()).isEqualTo(first.version() + 1);
        assertThat(second.hash()).isNotEqualTo(first.hash());
        assertThat(second.routes()).extracting(RouteAssignment::host).containsExactly("shop.example.org");
        assertThat(rows.feed.newer(ONE, second.version(), Duration.ZERO)).isEmpty();
    }

    @Test
    void instancesOfOtherNodesAndEndedOnesStayAway() {
        rows.instance("i1", InstanceState.RUNNING, "two", "c1");
        rows.instance("i2", InstanceState.FAILED, "one", "c2");
        rows.instance("i3", InstanceState.PENDING, null, null);
        assertThat(now(0).instances()).isEmpty();
    }

    @Test
    void anEnvironmentIsOpenedOncePerReleaseAndNeverForAStop() {
        rows.instance("i1", InstanceState.STOPPING, "one", "c1");
        DesiredState first = now(0);
        assertThat(first.instances().getFirst().environment()).isEmpty();
        assertThat(rows.opened).isZero();
        rows.instance("i2", InstanceState.ASSIGNED, "one", null);
        rows.instance("i3", InstanceState.ASSIGNED, "one", null);
        now(now(first.version()).version() - 1);
        assertThat(rows.opened).isEqualTo(1);
    }

    @Test
    void aDatabaseThatIsAwayLeavesNothingOut() throws Exception {
        rows.instance("i1", InstanceState.ASSIGNED, "one", null);
        rows.away = true;
        assertThatThrownBy(() -> now(0)).isInstanceOf(DatabaseException.class);
        rows.away = false;
        assertThat(now(0).instances()).hasSize(1);
    }

    @Test
    void aWaitingNodeHearsOfAChangeAtOnce() throws Exception {
        long version = now(0).version();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<DesiredState> answer = CompletableFuture.supplyAsync(() -> waited(version), threads);
            rows.instance("i1", InstanceState.ASSIGNED, "one", null);
            rows.bell.ring(Topic.ASSIGNMENTS);
            assertThat(answer.get(10, TimeUnit.SECONDS).instances()).hasSize(1);
        }
    }

    @Test
    void aNodeAheadOfTheDatabaseIsOvertaken() {
        now(0);
        assertThat(now(41).version()).isEqualTo(42);
    }

    @Test
    void aRouteSaysHowItsApplicationFares() {
        rows.route("shop.example.org", "shop");
        assertThat(reason()).as("nothing was ever deployed").isEqualTo("stopped");
        rows.change("""
                INSERT INTO builds (project_id, application_id, number, trigger_kind, trigger_by, commit_id)
                SELECT project_id, id, 1, 'push', 'ada', 'c0ffee' FROM applications
                """);
        assertThat(reason()).isEqualTo("starting");
        rows.change("UPDATE builds SET state = 'succeeded', release_version = 1");
        rows.change("UPDATE applications SET last_deployment = 1");
        assertThat(reason()).isEqualTo("no-ready-instance");
        rows.instance("i1", InstanceState.ASSIGNED, "one", null);
        assertThat(reason()).isEqualTo("starting");
        rows.change("UPDATE instances SET state = 'failed', finished_at = now()");
        assertThat(reason()).isEqualTo("crashed");
        rows.change("UPDATE instances SET finished_at = now() - interval '1 hour'");
        assertThat(reason()).isEqualTo("no-ready-instance");
        rows.change("UPDATE applications SET stopped = true");
        assertThat(reason()).isEqualTo("stopped");
    }

    @Test
    void aReadyInstanceElsewhereIsARemoteTarget() {
        rows.route("shop.example.org", "shop");
        rows.instance("i1", InstanceState.RUNNING, "two", "c1");
        rows.change("UPDATE instances SET ready = true, address = '10.208.1.7', port = 8080");
        assertThat(now(0).routes().getFirst().targets().getFirst().remote()).containsExactly("10.208.1.7:8080");
    }

    @Test
    void anUnknownNodeIsRefused() {
        assertThatThrownBy(() -> rows.feed.newer(new NodeName("two"), 0, Duration.ZERO))
                .isInstanceOf(PlatformException.class);
    }

    private String reason() {
        return now(-1).routes().getFirst().reason();
    }

    private DesiredState now(long reached) {
        return rows.feed.newer(ONE, reached, Duration.ZERO).orElseThrow();
    }

    private DesiredState waited(long reached) {
        return rows.feed.newer(ONE, reached, Duration.ofSeconds(20)).orElseThrow();
    }
}

package dev.slipway.scheduler.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.database.Database;
import dev.slipway.database.TestDatabase;
import dev.slipway.model.event.Bell;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.model.resource.Resources;
import dev.slipway.scheduler.Seed;
import dev.slipway.scheduler.placement.Veto;
import dev.slipway.scheduler.reconcile.Action;
import dev.slipway.scheduler.reconcile.Plan;
import dev.slipway.scheduler.reconcile.Reconciler;
import dev.slipway.scheduler.rollout.StopReason;
import dev.slipway.scheduler.snapshot.ClusterSnapshot;
import dev.slipway.scheduler.snapshot.SnapshotStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanApplierIT {
    private static final String WAITING = """
            SELECT count(*)::text AS value FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """;

    private final Bell bell = new Bell();
    private final Reconciler reconciler = new Reconciler(Duration.ofSeconds(20));
    private Database database;
    private Seed seed;
    private UUID deployment;

    @BeforeEach
    void deployedApplication() {
        database = Database.of(TestDatabase.migrated());
        seed = Seed.in(database);
        seed.node("n1", 1000);
        seed.release(1);
        deployment = seed.deployment(1, 1, Duration.ofMinutes(5));
    }

    @Test
    void deploymentGoesFromPendingToSucceededWithItsEvents() {
        assertThat(turn()).hasSize(4).allMatch(Outcome.Applied.class::isInstance);
        assertThat(value("SELECT state AS value FROM deployments")).isEqualTo("rolling");
        assertThat(value("SELECT string_agg(state || node || restarts, ',') AS value FROM instances"))
                .isEqualTo("assignedn10,assignedn10");
        assertThat(value("SELECT min(id) AS value FROM instances")).matches("i[a-z0-9]{10}");
        assertThat(value("SELECT observed_version::text AS value FROM applications"))
                .isEqualTo("1");
        seed.nodesAct();

        assertThat(turn()).hasSize(1).allMatch(Outcome.Applied.class::isInstance);

        assertThat(value("SELECT state AS value FROM deployments")).isEqualTo("succeeded");
        assertThat(value("SELECT current_release::text AS value FROM applications"))
                .isEqualTo("1");
        assertThat(
                        value(
                                "SELECT string_agg(kind || ' ' || subject || ' ' || message, '; ' ORDER BY id) AS value FROM events"))
                .isEqualTo("DeploymentStarted deployment 1 Release 1 is being rolled out.; "
                        + "DeploymentSucceeded deployment 1 Release 1 is current.");
        assertThat(turn()).isEmpty();
    }

    @Test
    void nodesAndUsersAreToldAfterAnAppliedPlanOnly() {
        Plan plan = plan();
        apply(plan);
        assertThat(bell.count(Bell.Topic.ASSIGNMENTS)).isOne();
        assertThat(bell.count(Bell.Topic.STATUS)).isOne();

        apply(plan);

        assertThat(bell.count(Bell.Topic.ASSIGNMENTS))
                .as("all of it was stale or refused")
                .isOne();
    }

    @Test
    void planThatWasAppliedBeforeIsStaleAndChangesNothing() {
        Plan plan = plan();
        apply(plan);

        assertThat(apply(plan)).allMatch(Outcome.Stale.class::isInstance);
        assertThat(value("SELECT count(*)::text AS value FROM instances")).isEqualTo("2");
    }

    @Test
    void roomThatWasTakenMeanwhileIsRefusedWithItsVeto() {
        Plan plan = plan();
        seed.run("UPDATE nodes SET cpu_millis = 300");

        List<Outcome> outcomes = apply(plan);

        assertThat(outcomes)
                .filteredOn(Outcome.Refused.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.veto())
                                .isEqualTo(new Veto("n1", Veto.Kind.CPU, "n1 has 50m cpu free, 250m is requested")));
        assertThat(value("SELECT count(*)::text AS value FROM instances")).isEqualTo("1");
    }

    @Test
    void nothingStartsForAnApplicationThatWasStoppedMeanwhile() {
        Plan plan = plan();
        seed.run("UPDATE applications SET stopped = true");

        apply(plan);

        assertThat(value("SELECT count(*)::text AS value FROM instances")).isEqualTo("0");
    }

    @Test
    void planOfASchedulerThatWasPausedWhileAnotherPlannedIsStaleAsAWhole() {
        ClusterSnapshot before = snapshot();
        Plan paused = reconciler.plan(before);
        turn();
        seed.run("DELETE FROM instances");

        assertThat(new PlanApplier(database, bell).apply(paused, before.plans()))
                .isNotEmpty()
                .allMatch(Outcome.Stale.class::isInstance);
        assertThat(value("SELECT count(*)::text AS value FROM instances")).isEqualTo("0");
    }

    @Test
    void ofTwoPlansMadeOnOneSnapshotOneIsApplied() throws InterruptedException {
        ClusterSnapshot snapshot = snapshot();
        Plan plan = reconciler.plan(snapshot);
        List<List<Outcome>> outcomes = Collections.synchronizedList(new ArrayList<>());
        List<Thread> schedulers = IntStream.range(0, 4)
                .mapToObj(_ -> Thread.startVirtualThread(
                        () -> outcomes.add(new PlanApplier(database, bell).apply(plan, snapshot.plans()))))
                .toList();
        for (Thread scheduler : schedulers) {
            scheduler.join();
        }

        assertThat(outcomes)
                .filteredOn(each -> each.stream().anyMatch(Outcome.Applied.class::isInstance))
                .hasSize(1);
        assertThat(value("SELECT count(*)::text AS value FROM instances")).isEqualTo("2");
    }

    @Test
    void oldInstanceStaysWhereItsReleaseWasBroughtBackMeanwhile() {
        turn();
        seed.nodesAct();
        turn();
        seed.release(2);
        seed.deployment(2, 2, Duration.ofMinutes(5));
        turn();
        seed.nodesAct();
        Plan replacing = plan();
        assertThat(replacing.actions()).anyMatch(Action.StopInstance.class::isInstance);
        seed.run("UPDATE deployments SET cancel_requested = true WHERE number = 2");

        List<Outcome> outcomes = apply(replacing);

        assertThat(outcomes)
                .filteredOn(each -> each.action() instanceof Action.StopInstance)
                .isNotEmpty()
                .allMatch(Outcome.Stale.class::isInstance);
        assertThat(
                        value(
                                "SELECT count(*)::text AS value FROM instances WHERE release_version = 1 AND state = 'running'"))
                .isEqualTo("2");
    }

    @Test
    void whatFitsNowhereIsPendingWithTheReasonAndPlacedLater() {
        seed.run("UPDATE nodes SET cordoned = true");
        turn();
        assertThat(value("SELECT string_agg(state || ' ' || message, ',') AS value FROM instances"))
                .isEqualTo("pending No node has room: n1 is cordoned.,pending No node has room: n1 is cordoned.");
        seed.run("UPDATE nodes SET cordoned = false");
        turn();
        assertThat(value("SELECT count(*)::text AS value FROM instances WHERE state = 'assigned' AND message IS NULL"))
                .isEqualTo("2");
    }

    @Test
    void failedDeploymentKeepsItsCauseAndStopsItsInstances() {
        turn();
        seed.run(
                "UPDATE instances SET state = 'failed', finished_at = now(), message = '100% dead', evidence = ?",
                List.of("stack trace"));
        turn();
        seed.run(
                "UPDATE instances SET state = 'failed', finished_at = now(), message = '100% dead', evidence = ?",
                List.of("stack trace"));

        turn();

        assertThat(
                        value(
                                "SELECT concat_ws('|', state, cause_code, cause_message, evidence[1]) AS value FROM deployments"))
                .isEqualTo("failed|InstancesFailed|Release 1 failed 4 times: 100% dead|stack trace");
        assertThat(value("SELECT message AS value FROM events WHERE kind = 'DeploymentFailed'"))
                .isEqualTo("Release 1 failed 4 times: 100% dead");
        assertThat(turn()).isEmpty();
    }

    @Test
    void cancelledDeploymentGoesBackToTheCurrentRelease() {
        seed.release(2);
        turn();
        seed.nodesAct();
        turn();
        seed.deployment(2, 2, Duration.ofMinutes(5));
        turn();
        seed.run("UPDATE deployments SET cancel_requested = true WHERE number = 2");

        turn();
        turn();

        assertThat(value("SELECT state || rolled_back_to AS value FROM deployments WHERE number = 2"))
                .isEqualTo("cancelled1");
        assertThat(value("SELECT state || ' ' || stop_reason AS value FROM instances WHERE release_version = 2"))
                .isEqualTo("stopping replaced");
    }

    @Test
    void silentNodeAndItsInstancesAreLostUnlessItWasHeardMeanwhile() {
        seed.node("n2", 1000);
        turn();
        seed.nodesAct();
        turn();
        seed.run("UPDATE nodes SET heartbeat_at = now() - interval '1 minute' WHERE name = 'n1'");
        Plan plan = plan();
        seed.run("UPDATE nodes SET heartbeat_at = now() WHERE name = 'n1'");
        assertThat(apply(plan)).allMatch(Outcome.Stale.class::isInstance);

        seed.run("UPDATE nodes SET heartbeat_at = now() - interval '1 minute' WHERE name = 'n1'");
        turn();

        assertThat(value("SELECT state AS value FROM nodes WHERE name = 'n1'")).isEqualTo("lost");
        assertThat(value("SELECT state || ready || reason AS value FROM instances WHERE node = 'n1'"))
                .isEqualTo("lostfalseNodeLost");
        assertThat(value("SELECT count(*)::text AS value FROM instances WHERE node = 'n2' AND state = 'assigned'"))
                .isEqualTo("1");
    }

    @Test
    void stoppingAPendingInstanceEndsItAtOnce() {
        seed.run("UPDATE nodes SET cordoned = true");
        turn();
        seed.run("UPDATE applications SET stopped = true");

        turn();

        assertThat(value("SELECT string_agg(DISTINCT state || ' ' || stop_reason, ',') AS value FROM instances"))
                .isEqualTo("stopped stopped");
    }

    @Test
    void staleDeploymentStepWritesNoEvent() {
        seed.run("UPDATE deployments SET state = 'cancelled'");

        assertThat(apply(new Plan(
                        List.of(new Action.StartDeployment(deployment), new Action.CompleteDeployment(deployment)))))
                .allMatch(Outcome.Stale.class::isInstance);
        assertThat(value("SELECT count(*)::text AS value FROM events")).isEqualTo("0");
    }

    @Test
    void nodeThatSaysMoreThanThereCanBeEndsNoTurn() {
        seed.run("UPDATE nodes SET cpu_millis = 2000000, memory_bytes = 9223372036854775807");

        assertThat(turn()).allMatch(Outcome.Applied.class::isInstance);

        assertThat(value("SELECT count(*)::text AS value FROM instances WHERE state = 'assigned'"))
                .isEqualTo("2");
    }

    @Test
    void applicationIsTakenBeforeItsDeployment() {
        turn();
        seed.nodesAct();

        assertThat(appliedWhile(
                        plan(),
                        "SELECT 1 FROM applications FOR NO KEY UPDATE",
                        "UPDATE deployments SET evidence = '{}'"))
                .singleElement()
                .isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void nodeIsTakenBeforeItsInstances() {
        seed.instance("i1", 1, "running", "n1");
        seed.instance("i2", 1, "pending", null);
        Plan plan = new Plan(List.of(
                new Action.StopInstance("i1", InstanceState.RUNNING, StopReason.SCALED_DOWN),
                new Action.PlaceInstance("i2", "n1", new Resources(new Cpu(250), new Bytes(1 << 20)))));

        assertThat(appliedWhile(
                        plan,
                        "SELECT 1 FROM nodes FOR NO KEY UPDATE",
                        "UPDATE instances SET observed_at = now() WHERE id = 'i1'"))
                .hasSize(2)
                .allMatch(Outcome.Applied.class::isInstance);
    }

    /// Applies the plan while another transaction holds the lock and, once the plan waits for it, makes a
    /// change.
    private List<Outcome> appliedWhile(Plan plan, String lock, String change) {
        CompletableFuture<List<Outcome>> outcomes = database.transaction(sql -> {
            sql.list(lock, _ -> true);
            CompletableFuture<List<Outcome>> applying = CompletableFuture.supplyAsync(() -> apply(plan));
            Awaitility.await().until(() -> value(WAITING), "1"::equals);
            sql.update(change);
            return applying;
        });
        return outcomes.join();
    }

    private List<Outcome> turn() {
        return apply(plan());
    }

    /// As if somebody had listened since long ago.
    private Plan plan() {
        return reconciler.plan(snapshot());
    }

    private ClusterSnapshot snapshot() {
        return new SnapshotStore(database, 85).read().listeningSince(java.time.Instant.EPOCH);
    }

    /// As the next plan, whatever was applied since it was made.
    private List<Outcome> apply(Plan plan) {
        return new PlanApplier(database, bell).apply(plan, snapshot().plans());
    }

    private String value(String query) {
        return seed.text(query);
    }
}

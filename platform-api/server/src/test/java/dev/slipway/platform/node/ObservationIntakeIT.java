package dev.slipway.platform.node;

import static dev.slipway.platform.node.NodeRows.ONE;
import static dev.slipway.platform.node.NodeRows.ended;
import static dev.slipway.platform.node.NodeRows.running;
import static dev.slipway.platform.node.NodeRows.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.assignment.Inventory;
import dev.slipway.model.assignment.Inventory.HeldImage;
import dev.slipway.model.assignment.Observation;
import dev.slipway.model.assignment.Observation.Condition;
import dev.slipway.model.assignment.Observation.ObservedInstance;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.instance.InstanceState;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationIntakeIT {
    private final NodeRows rows = new NodeRows();

    @Test
    void anAssignedInstanceStartsThenRuns() {
        rows.instance("i1", InstanceState.ASSIGNED, "one", null);
        report(running("i1", false));
        assertThat(state("i1")).isEqualTo("starting");
        report(running("i1", true));
        assertThat(state("i1")).isEqualTo("running");
        assertThat(rows.column("i1", "ready")).isEqualTo("true");
        assertThat(rows.column("i1", "ready_at IS NOT NULL")).isEqualTo("true");
        assertThat(rows.column("i1", "address || ':' || port")).isEqualTo("10.208.1.2:8080");
    }

    @Test
    void losingReadinessKeepsItRunning() {
        rows.instance("i1", InstanceState.ASSIGNED, "one", null);
        report(running("i1", true));
        report(running("i1", false));
        assertThat(state("i1")).isEqualTo("running");
        assertThat(rows.column("i1", "ready")).isEqualTo("false");
    }

    @Test
    void anUnchangedReportWritesTheHeartbeatAlone() {
        rows.instance("i1", InstanceState.ASSIGNED, "one", null);
        report(running("i1", true));
        rows.change("UPDATE nodes SET heartbeat_at = now() - interval '1 minute'");
        String written = rows.column("i1", "xmin");
        long rings = rows.bell.count(Topic.CLUSTER);
        report(running("i1", true));
        assertThat(rows.column("i1", "xmin")).isEqualTo(written);
        assertThat(rows.bell.count(Topic.CLUSTER)).isEqualTo(rings);
        assertThat(rows.text("SELECT heartbeat_at > now() - interval '10 seconds' FROM nodes"))
                .isEqualTo("true");
    }

    @Test
    void endingUnaskedFailsWithEvidenceAndAnEvent() {
        rows.instance("i1", InstanceState.RUNNING, "one", "c-i1");
        long rings = rows.bell.count(Topic.CLUSTER);
        assertThat(report(ended("i1", 3, "boom\u0000", "bye"))).isEmpty();
        assertThat(state("i1")).isEqualTo("failed");
        assertThat(rows.column("i1", "exit_code")).isEqualTo("3");
        assertThat(rows.column("i1", "array_to_string(evidence, '|')")).isEqualTo("boom|bye");
        assertThat(rows.column("i1", "finished_at IS NOT NULL AND NOT ready")).isEqualTo("true");
        assertThat(rows.text("SELECT kind || ' ' || subject || ' ' || message FROM events"))
                .isEqualTo("InstanceFailed i1 The instance ended by itself with exit code 3.");
        assertThat(rows.bell.count(Topic.CLUSTER)).isGreaterThan(rings);
    }

    @Test
    void onlyTheLastFailedContainerOfAProcessIsKept() {
        rows.instance("i1", InstanceState.RUNNING, "one", "c-i1");
        assertThat(report(ended("i1", 1))).isEmpty();
        rows.instance("i2", InstanceState.RUNNING, "one", "c-i2");
        rows.instance("w1", "worker", InstanceState.RUNNING, "one", "c-w1");
        assertThat(report(ended("i1", 1), ended("i2", 1), ended("w1", 1))).containsExactly("i1");
        rows.change("UPDATE applications SET deleted_at = now()");
        assertThat(report(ended("i2", 1), ended("w1", 1))).containsExactlyInAnyOrder("i2", "w1");
    }

    @Test
    void aStoppedInstancesContainerGoes() {
        rows.instance("i1", InstanceState.STOPPING, "one", "c-i1");
        assertThat(report(running("i1", true))).isEmpty();
        assertThat(rows.column("i1", "ready")).isEqualTo("true");
        assertThat(state("i1")).isEqualTo("stopping");
        assertThat(report(running("i1", false))).isEmpty();
        assertThat(rows.column("i1", "ready")).isEqualTo("false");
        assertThat(report(ended("i1", 143))).containsExactly("i1");
        assertThat(state("i1")).isEqualTo("stopped");
        assertThat(rows.text("SELECT count(*) FROM events")).isEqualTo("0");
    }

    @Test
    void aStoppingInstanceThatIsNotListedHasStopped() {
        rows.instance("i1", InstanceState.STOPPING, "one", null);
        report();
        assertThat(state("i1")).isEqualTo("stopped");
    }

    @Test
    void aReportedInstanceThatIsGoneHasVanished() {
        rows.instance("i1", InstanceState.RUNNING, "one", "c-i1");
        rows.instance("i2", InstanceState.ASSIGNED, "one", null);
        rows.instance("i3", InstanceState.RUNNING, "two", "c-i3");
        report();
        assertThat(state("i1")).isEqualTo("failed");
        assertThat(rows.column("i1", "reason")).isEqualTo("Vanished");
        assertThat(state("i2")).isEqualTo("assigned");
        assertThat(state("i3")).isEqualTo("running");
    }

    @Test
    void unknownLostAndForeignInstancesAreOrderedAway() {
        rows.instance("i1", InstanceState.LOST, "one", "c-i1");
        rows.instance("i2", InstanceState.RUNNING, "two", "c-i2");
        assertThat(report(running("i1", true), running("i2", true), running("i3", true)))
                .containsExactly("i1", "i2", "i3");
        assertThat(state("i2")).isEqualTo("running");
    }

    @Test
    void anotherIncarnationOnlyLives() {
        rows.instance("i1", InstanceState.RUNNING, "one", "c-i1");
        rows.change("UPDATE installation SET incarnation = 2");
        rows.change("UPDATE nodes SET state = 'lost'");
        assertThat(report(running("i9", true))).isEmpty();
        assertThat(state("i1")).isEqualTo("running");
        assertThat(rows.text("SELECT state || observed_version FROM nodes")).isEqualTo("ready0");
    }

    @Test
    void afterARestoreUnknownInstancesServeUntilWhatTheRowsWantIsUp() {
        rows.change("UPDATE installation SET incarnation = 2");
        rows.change("UPDATE installation SET incarnation_at = now() - interval '1 minute'");
        rows.instance("i1", InstanceState.ASSIGNED, "one", null);
        rows.instance("i2", InstanceState.LOST, "one", "c-i2");

        assertThat(reportOf(2, running("i9", true), running("i2", true))).containsExactly("i2");
        assertThat(reportOf(2, running("i9", true), running("i1", true))).containsExactly("i9");
    }

    @Test
    void rightAfterARestoreNothingUnknownIsEnded() {
        rows.change("UPDATE installation SET incarnation = 2");

        assertThat(reportOf(2, running("i9", true))).isEmpty();
    }

    @Test
    void conditionAndInventoryOfANodeAreRecorded() {
        Inventory inventory = new Inventory(
                List.of(
                        new HeldImage("sha256:1", true, null, null, null, 7),
                        new HeldImage("sha256:2", false, "sha256:d2", "b2", null, 8)),
                List.of(1, 7));
        rows.intake.take(
                ONE, seen().of(new Condition("Its engine does not answer.", 91)).with(inventory));
        rows.intake.take(ONE, seen().with(new Inventory(inventory.images().subList(1, 2), List.of(7))));

        assertThat(rows.text("SELECT trouble || disk_percent FROM nodes")).isEqualTo("Its engine does not answer.91");
        assertThat(rows.text("SELECT string_agg(image_id || engine || digest || build, ',') FROM node_images"))
                .isEqualTo("sha256:2falsesha256:d2b2");
        assertThat(rows.text("SELECT string_agg(number::text, ',') FROM node_networks"))
                .isEqualTo("7");
    }

    @Test
    void imageOfABuildThatJustEndedIsNotForgottenForAnOlderInventory() {
        rows.change(
                "INSERT INTO node_images (node, image_id, engine, reported) VALUES ('one', 'sha256:9', true, false)");
        rows.intake.take(ONE, seen().with(new Inventory(List.of(), List.of())));
        assertThat(rows.text("SELECT count(*) FROM node_images")).isEqualTo("1");

        rows.change("UPDATE node_images SET first_seen = now() - interval '2 minutes'");
        rows.intake.take(ONE, seen().with(new Inventory(List.of(), List.of())));
        assertThat(rows.text("SELECT count(*) FROM node_images")).isEqualTo("0");
    }

    @Test
    void reportOfANodeOneVersionBehindIsTaken() {
        rows.intake.take(
                ONE, NodeProtocol.read("{\"incarnation\":1,\"version\":3,\"instances\":[]}", Observation.class));
        assertThat(rows.text("SELECT inventory_at IS NULL AND disk_percent IS NULL FROM nodes"))
                .isEqualTo("true");
    }

    @Test
    void theVersionTheNodeHasReachedIsRecorded() {
        rows.intake.take(ONE, new Observation(1, 17, List.of()));
        assertThat(rows.text("SELECT observed_version FROM nodes")).isEqualTo("17");
    }

    @Test
    void aNodeThatNeverRegisteredIsRefused() {
        assertThatThrownBy(() -> rows.intake.take(new NodeName("two"), seen())).isInstanceOf(PlatformException.class);
    }

    private List<String> reportOf(long incarnation, ObservedInstance... instances) {
        return rows.intake
                .take(ONE, new Observation(incarnation, 1, List.of(instances)))
                .remove();
    }

    private List<String> report(ObservedInstance... instances) {
        return rows.intake.take(ONE, seen(instances)).remove();
    }

    private String state(String id) {
        return rows.column(id, "state");
    }
}

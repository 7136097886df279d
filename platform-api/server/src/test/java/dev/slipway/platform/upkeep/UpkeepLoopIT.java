package dev.slipway.platform.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.platform.node.NodeRows;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which images and networks go, which stay, and which are stored. "shop" keeps two releases.
class UpkeepLoopIT {
    private final NodeRows rows = new NodeRows();
    private final UpkeepLoop loop = new UpkeepLoop(rows.database, new Kept(2, Duration.ofSeconds(30), 80), rows.bell);

    private record Kept(int keepReleases, Duration grace, int collectAbove) implements UpkeepConfig {}

    @BeforeEach
    void fourReleasesOfFourImages() {
        for (int version = 2; version <= 4; version++) {
            rows.release(version);
        }
        rows.change("UPDATE releases SET image_id = 'sha256:' || version");
        rows.change("UPDATE applications SET last_release = 4, current_release = 4");
        for (int version = 1; version <= 4; version++) {
            held("sha256:" + version);
        }
    }

    @Test
    void whatFellOutOfTheHistoryGoesAfterTheGraceTimeAndSaysSo() {
        turns();
        assertThat(orders("remove")).isEqualTo("");

        aMinutePasses();

        assertThat(orders("remove")).isEqualTo("sha256:1,sha256:2");
        assertThat(
                        rows.text(
                                "SELECT string_agg(version::text, ',' ORDER BY version) FROM releases WHERE image_gone_at IS NOT NULL"))
                .isEqualTo("1,2");
    }

    @Test
    void orderEndsWhenTheNodeHoldsTheImageNoLonger() {
        aMinutePasses();
        long rings = rows.bell.count(Topic.ASSIGNMENTS);
        rows.change("DELETE FROM node_images WHERE image_id = 'sha256:1'");

        turns();

        assertThat(orders("remove")).isEqualTo("sha256:2");
        assertThat(rows.bell.count(Topic.ASSIGNMENTS)).isGreaterThan(rings);
    }

    @Test
    void currentReleaseIsKeptHoweverOld() {
        rows.change("UPDATE applications SET current_release = 1");

        aMinutePasses();

        assertThat(orders("remove")).isEqualTo("sha256:2");
    }

    @Test
    void releaseOfARunningInstanceAndBothEndsOfADeploymentAreKept() {
        rows.instance("i1", InstanceState.RUNNING, "one", "c1");
        rows.change("""
                INSERT INTO deployments (project_id, application_id, number, release_version, previous_version, strategy,
                  created_by, deadline_at) VALUES (?, ?, 1, 4, 2, 'rolling', 'ann', now())
                """, rows.project, rows.application);

        aMinutePasses();

        assertThat(orders("remove")).isEqualTo("");
    }

    @Test
    void releaseThatWasAskedForDuringTheGraceTimeStays() {
        turns();
        rows.change("""
                INSERT INTO deployments (project_id, application_id, number, release_version, strategy, created_by,
                  deadline_at) VALUES (?, ?, 1, 1, 'rolling', 'ann', now())
                """, rows.project, rows.application);

        aMinutePasses();

        assertThat(orders("remove")).isEqualTo("sha256:2");
    }

    @Test
    void trashKeepsItsImagesAndAPurgeDoesNot() {
        rows.change("UPDATE applications SET deleted_at = now()");
        aMinutePasses();
        assertThat(orders("remove")).isEqualTo("sha256:1,sha256:2");

        rows.change("UPDATE applications SET purge = true");
        aMinutePasses();

        assertThat(orders("remove")).isEqualTo("sha256:1,sha256:2,sha256:3,sha256:4");
    }

    @Test
    void imageOfABuildThatStillRunsOrWaitsForItsReleaseIsKept() {
        String running = build("running", null);
        build("succeeded", "sha256:b2");
        String cancelled = build("cancelled", null);
        held("sha256:b1");
        held("sha256:b2");
        held("sha256:b3");
        rows.change("UPDATE node_images SET build = ? WHERE image_id = 'sha256:b1'", running);
        rows.change("UPDATE node_images SET build = ? WHERE image_id = 'sha256:b3'", cancelled);

        aMinutePasses();

        assertThat(orders("remove")).isEqualTo("sha256:1,sha256:2,sha256:b3");
    }

    @Test
    void offeredBuilderStaysAndASupersededOneGoes() {
        held("sha256:old");
        held("sha256:new");
        rows.change("UPDATE node_images SET builder = 'shell:1' WHERE image_id IN ('sha256:old', 'sha256:new')");
        rows.change("INSERT INTO node_builders VALUES ('one', 'shell', '1', 'sha256:new')");

        aMinutePasses();

        assertThat(orders("remove")).isEqualTo("sha256:1,sha256:2,sha256:old");
    }

    @Test
    void imageThatAnAdministratorAddedAsABuilderStays() {
        held("sha256:added");
        rows.change("UPDATE node_images SET builder = 'shell:1' WHERE image_id = 'sha256:added'");
        rows.change("""
                INSERT INTO node_added_builders (node, name, version, image, image_id)
                VALUES ('one', 'paper', '1', 'p:1', 'sha256:added')
                """);

        aMinutePasses();

        assertThat(orders("remove")).isEqualTo("sha256:1,sha256:2");
    }

    @Test
    void builderThatWasJustMadeStaysUntilItsNodeOffersIt() {
        held("sha256:made");
        rows.change("UPDATE node_images SET builder = 'perl:5.36' WHERE image_id = 'sha256:made'");
        rows.change("INSERT INTO node_builders VALUES ('one', 'perl', '5.36', 'its-tag', false)");

        aMinutePasses();

        assertThat(orders("remove")).isEqualTo("sha256:1,sha256:2");
    }

    @Test
    void keptImagesAreStoredOnceNothingRollsAndTheirDigestIsNoted() {
        rows.change("""
                INSERT INTO deployments (project_id, application_id, number, release_version, strategy, created_by,
                  deadline_at) VALUES (?, ?, 1, 4, 'rolling', 'ann', now())
                """, rows.project, rows.application);
        turns();
        assertThat(orders("store")).isEqualTo("");

        rows.change("UPDATE deployments SET state = 'succeeded'");
        turns();
        assertThat(orders("store")).isEqualTo("sha256:3,sha256:4");
        rows.change("UPDATE node_images SET digest = 'sha256:d4' WHERE image_id = 'sha256:4'");
        turns();

        assertThat(orders("store")).isEqualTo("sha256:3");
        assertThat(rows.text("SELECT image_digest FROM releases WHERE version = 4"))
                .isEqualTo("sha256:d4");
    }

    @Test
    void fullDiskLetsGoAtOnceOfWhatIsNotNeededAndUnloadsWhatIsStored() {
        rows.change("UPDATE node_images SET digest = 'sha256:d'");
        rows.change("UPDATE nodes SET disk_percent = 81");

        turns();

        assertThat(orders("remove")).isEqualTo("sha256:1,sha256:2");
        assertThat(orders("unload")).isEqualTo("sha256:3");
        rows.change("UPDATE nodes SET disk_percent = 79");
        turns();
        assertThat(orders("unload")).isEqualTo("");
    }

    @Test
    void networkOfAPurgedProjectGoesAndThatOfOneThatIsThereDoesNot() {
        String number = rows.text("SELECT number FROM projects");
        rows.change("INSERT INTO node_networks (node, number) VALUES ('one', ?), ('one', 99)", Integer.valueOf(number));

        turns();
        assertThat(orders("remove_network")).isEqualTo("");
        aMinutePasses();

        assertThat(orders("remove_network")).isEqualTo("99");
        rows.change("DELETE FROM node_networks WHERE number = 99");
        turns();
        assertThat(orders("remove_network")).isEqualTo("");
    }

    @Test
    void orderOfABackupIsNotGivenUntilThisDatabaseGivesIt() throws InterruptedException {
        aMinutePasses();
        rows.change("UPDATE installation SET incarnation = 2");
        assertThat(rows.told().upkeep().remove()).isEmpty();

        turns();

        assertThat(rows.told().upkeep().remove())
                .extracting(order -> order.image())
                .containsExactly("sha256:1", "sha256:2");
    }

    private void turns() {
        loop.turn();
    }

    private void aMinutePasses() {
        loop.turn();
        rows.change("UPDATE node_images SET unneeded_since = unneeded_since - interval '1 minute'");
        rows.change("UPDATE node_networks SET unneeded_since = unneeded_since - interval '1 minute'");
        loop.turn();
    }

    private void held(String image) {
        rows.change("INSERT INTO node_images (node, image_id, engine) VALUES ('one', ?, true)", image);
    }

    private String build(String state, String image) {
        rows.change("""
                INSERT INTO builds (project_id, application_id, number, trigger_kind, trigger_by, commit_id, state, image_id)
                SELECT ?, ?, (SELECT count(*) + 1 FROM builds), 'push', 'ann', 'c0ffee', ?, ?
                """, rows.project, rows.application, state, image);
        return rows.text("SELECT id FROM builds ORDER BY number DESC LIMIT 1");
    }

    private String orders(String kind) {
        return rows.text(
                "SELECT coalesce(string_agg(subject, ',' ORDER BY subject), '') FROM node_orders WHERE kind = ?", kind);
    }
}

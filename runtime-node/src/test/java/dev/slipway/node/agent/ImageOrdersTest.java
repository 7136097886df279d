package dev.slipway.node.agent;

import static dev.slipway.model.assignment.InstanceAssignment.Desired.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Networks.NetworkSpec;
import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.model.assignment.Inventory;
import dev.slipway.model.assignment.Inventory.HeldImage;
import dev.slipway.model.assignment.Observation.Phase;
import dev.slipway.model.assignment.Upkeep;
import dev.slipway.model.assignment.Upkeep.ImageOrder;
import dev.slipway.model.assignment.Upkeep.NetworkOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the platform orders about images and networks, and what no order ever does.
class ImageOrdersTest {
    private static final NetworkSpec LEFT = new NetworkSpec("slipway-test-p9", "stestp9", "10.208.9.0/24");

    @TempDir
    Path home;

    private TestNode node;

    @BeforeEach
    void startNode() throws IOException, InterruptedException {
        node = new TestNode(home).startAgain();
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    @Test
    void storedImageIsToldWithItsDigest() {
        String image = node.ownImage("shop:1");
        soon().until(() -> held(image).filter(HeldImage::engine).isPresent());
        assertThat(held(image).orElseThrow().digest()).isNull();

        order(1, new Upkeep(List.of(new ImageOrder("o1", image)), null, null, null));

        soon().until(() -> held(image).filter(told -> told.digest() != null).isPresent());
        assertThat(node.images.list()).hasSize(1);
    }

    @Test
    void instanceOfAnImageThatTheEngineLostIsMadeFromTheStore() {
        String image = node.ownImage("shop:1");
        order(1, new Upkeep(List.of(new ImageOrder("o1", image)), null, null, null));
        soon().until(() -> node.images.list().size() == 1);
        node.machine.loseImages();

        node.platform.desire(Samples.desired(2, Samples.instance("a", RUN, image, 8080)));

        soon().until(() -> node.platform
                .observed("a")
                .filter(told -> told.phase() == Phase.RUNNING)
                .isPresent());
        assertThat(node.engine.images().inspect(image)).isPresent();
    }

    @Test
    void removedImageLeavesEngineAndStore() {
        String image = node.ownImage("shop:1");
        order(1, new Upkeep(List.of(new ImageOrder("o1", image)), null, null, null));
        soon().until(() -> held(image).filter(told -> told.digest() != null).isPresent());

        order(2, new Upkeep(null, null, List.of(new ImageOrder("o2", image)), null));

        soon().until(() -> held(image).isEmpty());
        assertThat(node.images.list()).isEmpty();
        assertThat(node.engine.images().inspect(image)).isEmpty();
    }

    @Test
    void imageThatAContainerUsesIsNotRemovedBeforeTheContainerIs() {
        String image = node.ownImage("shop:1");
        InstanceAssignment running = Samples.instance("a", RUN, image, 8080);
        node.platform.desire(Samples.desired(1, running));
        soon().until(() -> node.containers().stream().anyMatch(ContainerStatus::running));

        node.platform.desire(state(2, List.of(running), remove(image)));
        soon().until(() -> heard(2));
        node.platform.desire(state(3, List.of(), remove(image)));
        soon().until(() -> heard(3));

        assertThat(node.engine.images().inspect(image)).isPresent();
        assertThat(node.containers()).hasSize(1).allMatch(ContainerStatus::running);
        node.platform.orderRemoval("a");
        soon().until(() -> node.engine.images().inspect(image).isEmpty());
    }

    @Test
    void unloadedImageStaysInTheStoreAndOneThatIsNotThereStaysInTheEngine() {
        String kept = node.ownImage("shop:1");
        String bare = node.ownImage("shop:2");
        order(1, new Upkeep(List.of(new ImageOrder("o1", kept)), null, null, null));
        soon().until(() -> node.images.list().size() == 1);

        order(2, new Upkeep(null, List.of(new ImageOrder("o2", kept), new ImageOrder("o3", bare)), null, null));

        soon().until(() -> held(kept)
                .filter(told -> !told.engine() && told.digest() != null)
                .isPresent());
        assertThat(node.engine.images().inspect(bare)).isPresent();
    }

    @Test
    void orderedNetworkGoesAndOthersStay() {
        node.platform.desire(Samples.desired(1, Samples.instance("a", RUN, TestNode.SERVING, 8080)));
        node.engine.networks().ensure(LEFT);
        soon().until(() -> inventory().networks().equals(List.of(7, 9)));

        node.platform.desire(state(
                2,
                List.of(Samples.instance("a", RUN, TestNode.SERVING, 8080)),
                new Upkeep(null, null, null, List.of(new NetworkOrder("o1", 9), new NetworkOrder("o2", 7)))));

        soon().until(() -> inventory().networks().equals(List.of(7)));
        assertThat(node.containers()).hasSize(1).allMatch(ContainerStatus::running);
    }

    @Test
    void absenceAndAnOlderIncarnationRemoveNothing() {
        String image = node.ownImage("shop:1");
        node.engine.networks().ensure(LEFT);
        node.platform.desire(Samples.desired(1));
        soon().until(() -> heard(1));
        node.platform.desire(new DesiredState(
                0,
                5,
                "",
                List.of(),
                List.of(),
                new Upkeep(null, null, remove(image).remove(), List.of(new NetworkOrder("o2", 9)))));
        node.platform.desire(Samples.desired(6));
        soon().until(() -> heard(6));

        assertThat(node.engine.images().inspect(image)).isPresent();
        assertThat(node.engine.networks().list()).contains(LEFT);
    }

    private static Upkeep remove(String image) {
        return new Upkeep(null, null, List.of(new ImageOrder("o1", image)), null);
    }

    private void order(long version, Upkeep upkeep) {
        node.platform.desire(state(version, List.of(), upkeep));
    }

    private static DesiredState state(long version, List<InstanceAssignment> instances, Upkeep upkeep) {
        return new DesiredState(1, version, "", instances, List.of(), upkeep);
    }

    private Inventory inventory() {
        return node.platform.inventory().orElse(new Inventory(null, null));
    }

    private Optional<HeldImage> held(String image) {
        return inventory().images().stream()
                .filter(told -> told.image().equals(image))
                .findFirst();
    }

    /// Whether the node has told what it observed of that version.
    private boolean heard(long version) {
        return node.platform
                .observation()
                .filter(told -> told.version() == version)
                .isPresent();
    }

    /// A node removes images when it has rested for ten seconds, at one of its looks every five.
    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(20));
    }
}

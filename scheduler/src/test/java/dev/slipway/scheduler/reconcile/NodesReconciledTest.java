package dev.slipway.scheduler.reconcile;

import static dev.slipway.scheduler.reconcile.Planned.created;
import static dev.slipway.scheduler.reconcile.Planned.kinds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.node.NodeState;
import dev.slipway.scheduler.reconcile.Action.CreateInstance;
import dev.slipway.scheduler.reconcile.Action.MarkLost;
import dev.slipway.scheduler.reconcile.Action.MarkNodeLost;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What becomes of instances on nodes that are silent, gone, cordoned or drained.
class NodesReconciledTest {
    private final World world = new World().node("n1", 4000).node("n2", 4000);
    private final SimulatedApplication shop = world.application("shop").scaled("web", 2);

    @Test
    void silentNodeIsLostAndItsInstancesAreReplacedElsewhere() {
        running(1);
        world.silent.add("n1");
        world.pass(Duration.ofSeconds(20));
        assertThat(world.turn().actions()).isEmpty();
        world.pass(Duration.ofMillis(1));

        Plan plan = world.turn();

        assertThat(kinds(plan)).containsExactly(MarkNodeLost.class, MarkLost.class, CreateInstance.class);
        assertThat(created(plan)).extracting(CreateInstance::node).containsExactly("n2");
        assertThat(world.nodes.get("n1").state()).isEqualTo(NodeState.LOST);
    }

    @Test
    void silenceWhileNobodyListenedLosesNoNode() {
        running(1);
        world.silent.add("n1");
        world.pass(Duration.ofHours(1));

        assertThat(new Reconciler(World.LEASE)
                        .plan(world.snapshot().listeningSince(world.now))
                        .actions())
                .isEmpty();
    }

    @Test
    void whatRunsOnTheOnlyNodeGoesOnUntilItWasSilentForFiveMinutes() {
        world.nodes.remove("n2");
        running(1);
        world.silent.add("n1");
        world.pass(Duration.ofSeconds(21));

        assertThat(kinds(world.turn())).containsExactly(MarkNodeLost.class);
        assertThat(world.turn().actions()).isEmpty();
        world.pass(Duration.ofMinutes(4));
        assertThat(world.turn().actions()).isEmpty();
        world.pass(Duration.ofMinutes(1));
        assertThat(kinds(world.turn())).startsWith(MarkLost.class);
    }

    @Test
    void nodeThatHasBeenAwayForLongDoesNotKeepTheOthersInstancesFromBeingReplaced() {
        world.node("n3", 100);
        world.silent.add("n3");
        world.pass(Duration.ofMinutes(6));
        running(1);
        world.silent.add("n1");
        world.pass(Duration.ofSeconds(21));

        assertThat(kinds(world.turn())).contains(MarkLost.class, CreateInstance.class);
    }

    @Test
    void instancesOfANodeThatIsNoMoreAreLost() {
        running(1);
        world.nodes.remove("n1");

        assertThat(kinds(world.turn())).containsExactly(MarkLost.class, CreateInstance.class);
    }

    @Test
    void cordonedNodeReceivesNoNewInstances() {
        world.cordon("n1");
        shop.deploy(1, world.now);

        assertThat(created(world.turn())).extracting(CreateInstance::node).containsExactly("n2", "n2");
    }

    @Test
    void drainedNodesInstancesAreReplacedElsewhereBeforeTheyGo() {
        running(1);
        world.drain("n1");

        assertThat(created(world.turn())).extracting(CreateInstance::node).containsExactly("n2");
        world.settle(_ -> true);

        assertThat(shop.serving()).hasSize(2).allMatch(each -> each.node.equals("n2"));
        assertThat(world.plan().actions()).isEmpty();
    }

    @Test
    void drainedNodesInstancesStayWhileNoOtherHasRoom() {
        world.cordon("n2");
        running(1);
        world.drain("n1");
        world.turn();
        world.nodesAct(_ -> true);

        assertThat(world.turn().actions()).isEmpty();
        assertThat(shop.serving()).hasSize(2).allMatch(each -> each.node.equals("n1"));
    }

    private void running(int release) {
        shop.deploy(release, world.now);
        world.settle(_ -> true);
    }
}

package dev.slipway.platform.node;

import static dev.slipway.platform.node.NodeRows.ONE;
import static dev.slipway.platform.node.NodeRows.registration;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.model.assignment.NodeRegistration.AddedOffer;
import dev.slipway.model.assignment.NodeRegistration.BuilderOffer;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.node.NodeState;
import dev.slipway.platform.node.NodeStore.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeStoreIT {
    private final NodeRows rows = new NodeRows();

    @Test
    void registeringAgainBringsALostNodeBack() {
        rows.change("UPDATE nodes SET state = 'lost', heartbeat_at = now() - interval '1 hour', cordoned = true");
        assertThat(rows.nodes.register(ONE, registration())).isEqualTo(1);
        Node node = rows.nodes.find(ONE).orElseThrow();
        assertThat(node.state()).isEqualTo(NodeState.READY);
        assertThat(node.cordoned()).isTrue();
        assertThat(rows.text("SELECT heartbeat_at > now() - interval '1 minute' FROM nodes"))
                .isEqualTo("true");
    }

    @Test
    void theOnlyNodesOffersAreTheCatalogue() {
        rows.nodes.register(ONE, registration(offer("nodejs", "18", "a"), offer("python", "3.11", "b")));
        rows.nodes.register(ONE, registration(offer("nodejs", "18", "c")));
        assertThat(rows.text("SELECT string_agg(name || version || image_id, ',') FROM builders"))
                .isEqualTo("nodejs18c");
        rows.nodes.register(ONE, registration());
        assertThat(rows.text("SELECT count(*) FROM builders")).isEqualTo("1");
    }

    @Test
    void whatANodeCanMakeStandsInTheCatalogueUntilItIsMade() {
        rows.nodes.register(ONE, makes(offer("perl", "5.36", "tag")));
        assertThat(rows.text("SELECT made FROM builders")).isEqualTo("false");
        assertThat(rows.text("SELECT made::text || image_id FROM node_builders"))
                .isEqualTo("falsetag");
        rows.nodes.register(ONE, registration(offer("perl", "5.36", "sha256:a")));
        assertThat(rows.text("SELECT made::text || image_id FROM builders")).isEqualTo("truesha256:a");
        assertThat(rows.text("SELECT made::text || image_id FROM node_builders"))
                .isEqualTo("truesha256:a");
    }

    @Test
    void whatOneNodeHasIsMadeWhateverAnotherCanMake() {
        rows.nodes.register(ONE, registration(offer("perl", "5.36", "sha256:a")));
        rows.nodes.register(new NodeName("two"), makes(offer("perl", "5.36", "tag")));
        assertThat(rows.text("SELECT made::text || image_id FROM builders")).isEqualTo("truesha256:a");
        rows.nodes.register(ONE, makes(offer("perl", "5.36", "tag")));
        assertThat(rows.text("SELECT made FROM builders")).isEqualTo("false");
    }

    @Test
    void oneOfSeveralNodesWithdrawsNothing() {
        rows.nodes.register(ONE, registration(offer("nodejs", "18", "a")));
        rows.nodes.register(new NodeName("two"), registration(offer("python", "3.11", "b")));
        assertThat(rows.text("SELECT count(*) FROM builders")).isEqualTo("2");
    }

    @Test
    void anAddedBuilderHidesWhatANodeHasOfItsOwnAndHasTheImageThatANodeFound() {
        rows.nodes.register(ONE, registration(offer("paper", "1", "own")));
        rows.change("""
                INSERT INTO added_builders (name, description, tags, detects, images, created_by)
                VALUES ('paper', '', '{}', '{}', '[{"version": "1", "image": "p:1"}, {"version": "2", "image": "p:2"}]', 'ann')
                """);
        assertThat(catalogue()).isEqualTo("1 p:1 false,2 p:2 false");

        rows.nodes.register(ONE, found(new AddedOffer("paper", "1", "p:1", "sha256:p", null, null)));
        assertThat(catalogue()).isEqualTo("1 sha256:p true,2 p:2 false");
        rows.nodes.register(ONE, registration());
        assertThat(catalogue()).as("a node that was not asked yet").isEqualTo("1 sha256:p true,2 p:2 false");
        rows.nodes.register(ONE, found(new AddedOffer("paper", "1", "p:1", null, null, "It is gone.")));
        assertThat(catalogue()).isEqualTo("1 p:1 false,2 p:2 false");

        rows.change("UPDATE added_builders SET removed_at = now()");
        assertThat(catalogue()).isEqualTo("1 own true");
    }

    @Test
    void whatWasFoundUnderAReferenceCountsForThatReferenceAlone() {
        rows.change("""
                INSERT INTO added_builders (name, description, tags, detects, images, created_by)
                VALUES ('paper', '', '{}', '{}', '[{"version": "1", "image": "p:1"}]', 'ann')
                """);
        rows.nodes.register(ONE, found(new AddedOffer("paper", "1", "p:0", "sha256:p", null, null)));
        assertThat(catalogue()).isEqualTo("1 p:1 false");
    }

    private String catalogue() {
        return rows.text("""
                SELECT string_agg(version || ' ' || image_id || ' ' || made, ',' ORDER BY version) FROM catalogue
                WHERE name = 'paper'
                """);
    }

    private static NodeRegistration found(AddedOffer... added) {
        return new NodeRegistration(4000, 8L << 30, "docker 20.10", "0.1.0", List.of(), List.of(), List.of(added));
    }

    @Test
    void aNodeShowsWhatItsInstancesWereGiven() {
        rows.instance("i1", InstanceState.RUNNING, "one", "c1");
        rows.instance("i2", InstanceState.STOPPED, "one", "c2");
        Node node = rows.nodes.find(ONE).orElseThrow();
        assertThat(node.instances()).isEqualTo(1);
        assertThat(node.allocatedCpuMillis()).isEqualTo(100);
        assertThat(node.allocatedMemoryBytes()).isEqualTo(64L << 20);
    }

    @Test
    void nodesAreListedByNameAfterACursor() {
        rows.nodes.register(new NodeName("two"), registration());
        assertThat(rows.nodes.list("", 10)).extracting(Node::name).containsExactly("one", "two");
        assertThat(rows.nodes.list("one", 10)).extracting(Node::name).containsExactly("two");
    }

    @Test
    void cordoningANodeIsRemembered() {
        assertThat(rows.nodes.cordon(ONE, true)).isTrue();
        assertThat(rows.nodes.find(ONE).orElseThrow().cordoned()).isTrue();
        assertThat(rows.nodes.cordon(new NodeName("two"), true)).isFalse();
    }

    private static NodeRegistration makes(BuilderOffer offer) {
        return new NodeRegistration(4000, 8L << 30, "docker 20.10", "0.1.0", List.of(), List.of(offer));
    }

    private static BuilderOffer offer(String name, String version, String imageId) {
        return new BuilderOffer(name, version, name + ":" + version, imageId, null, List.of("x"), null, null);
    }
}

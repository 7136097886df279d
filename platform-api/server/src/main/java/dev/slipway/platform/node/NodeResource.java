package dev.slipway.platform.node;

import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.node.NodeState;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.node.NodeStore.Node;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The machines, for platform administrators.
@Path("/api/v1/nodes")
@Tag(name = "Nodes")
@RunOnVirtualThread
public class NodeResource {
    private final NodeStore nodes;
    private final Caller caller;
    private final Bell bell;

    NodeResource(NodeStore nodes, Caller caller, Bell bell) {
        this.nodes = nodes;
        this.caller = caller;
        this.bell = bell;
    }

    /// allocatable is what instances may be given in sum, allocated what they were given. upToDate: the node
    /// has reached the newest state it was told. trouble says why it takes nothing new just now; diskPercent is
    /// how full the disk of its engine is. Both are null where it does not say.
    public record Answer(
            String name,
            NodeState state,
            boolean cordoned,
            String trouble,
            Integer diskPercent,
            boolean draining,
            String engine,
            String agentVersion,
            Amount allocatable,
            Amount allocated,
            long instances,
            boolean upToDate,
            Instant heartbeatAt,
            Instant createdAt) {
        static Answer of(Node node) {
            return new Answer(
                    node.name(),
                    node.state(),
                    node.cordoned(),
                    node.trouble(),
                    node.diskPercent(),
                    node.draining(),
                    node.engine(),
                    node.agentVersion(),
                    Amount.of(node.cpuMillis(), node.memoryBytes()),
                    Amount.of(node.allocatedCpuMillis(), node.allocatedMemoryBytes()),
                    node.instances(),
                    node.observedVersion() >= node.assignmentVersion(),
                    node.heartbeatAt(),
                    node.createdAt());
        }
    }

    /// cpu and memory as text; "0" for none.
    public record Amount(String cpu, String memory) {
        static Amount of(long cpuMillis, long memoryBytes) {
            return new Amount(
                    cpuMillis == 0 ? "0" : new Cpu(Math.toIntExact(cpuMillis)).toString(),
                    memoryBytes == 0 ? "0" : new Bytes(memoryBytes).toString());
        }
    }

    @GET
    @Operation(summary = "All nodes")
    public Page<Answer> list(@BeanParam PageQuery query) {
        caller.requireAdmin();
        Page.Request page = query.page();
        String after = page.after() == null ? "" : page.after();
        return Page.of(nodes.list(after, page.limit() + 1), page, Answer::of, Node::name);
    }

    @GET
    @Operation(summary = "A node")
    @Path("/{node}")
    public Answer get(@PathParam("node") String name) {
        caller.requireAdmin();
        return found(new NodeName(name));
    }

    private Answer found(NodeName name) {
        return nodes.find(name)
                .map(Answer::of)
                .orElseThrow(() -> PlatformException.notFound("Node \"" + name.value() + "\""));
    }

    /// The node gets no new instances; those it has stay.
    @PUT
    @Operation(summary = "Give the node no new instances")
    @Path("/{node}/cordon")
    public Answer cordon(@PathParam("node") String name) {
        return cordoned(name, true);
    }

    @DELETE
    @Operation(summary = "Give the node new instances again")
    @Path("/{node}/cordon")
    public Answer uncordon(@PathParam("node") String name) {
        return cordoned(name, false);
    }

    private Answer cordoned(String name, boolean cordoned) {
        caller.requireAdmin();
        NodeName node = new NodeName(name);
        nodes.cordon(node, cordoned);
        bell.ring(Topic.CLUSTER);
        return found(node);
    }

    /// Cordons the node and has everything on it replaced elsewhere, as each application's rollout settings say: old
    /// ones go when the new serve. Where no other node has room, they stay. It is drained when instances is 0.
    @PUT
    @Path("/{node}/drain")
    @Operation(summary = "Move the instances of a node elsewhere and give it no new ones")
    public Answer drain(@PathParam("node") String name) {
        return drained(name, true);
    }

    /// Opens the node again, for new instances; what has moved stays where it is.
    @DELETE
    @Path("/{node}/drain")
    @Operation(summary = "Give a drained node instances again")
    public Answer undrain(@PathParam("node") String name) {
        return drained(name, false);
    }

    private Answer drained(String name, boolean draining) {
        caller.requireAdmin();
        NodeName node = new NodeName(name);
        nodes.drain(node, draining);
        bell.ring(Topic.CLUSTER);
        return found(node);
    }
}

package dev.slipway.platform.node;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// A node asks what it shall hold, and waits for news.
@Path("/node/v1/nodes/{name}/assignments")
@RunOnVirtualThread
public class AssignmentsResource {
    private final AssignmentFeed feed;

    AssignmentsResource(AssignmentFeed feed) {
        this.feed = feed;
    }

    /// after is the version the node has reached, 0 for none; wait is in seconds, at most 60.
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Response newer(
            @PathParam("name") String name,
            @QueryParam("after") @DefaultValue("0") long after,
            @QueryParam("wait") @DefaultValue("0") int wait) {
        return feed.newer(new NodeName(name), after, NodeProtocol.wait(wait))
                .map(state -> Response.ok(NodeProtocol.write(state)).build())
                .orElseGet(() -> Response.noContent().build());
    }
}

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

/// A node asks whose log somebody wants.
@Path("/node/v1/nodes/{name}/log-requests")
@RunOnVirtualThread
public class LogRequestsResource {
    private final LogRelay relay;

    LogRequestsResource(LogRelay relay) {
        this.relay = relay;
    }

    /// wait is in seconds, at most 60.
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Response next(@PathParam("name") String name, @QueryParam("wait") @DefaultValue("0") int wait)
            throws InterruptedException {
        return relay.next(new NodeName(name).value(), NodeProtocol.wait(wait))
                .map(request -> Response.ok(NodeProtocol.write(request)).build())
                .orElseGet(() -> Response.noContent().build());
    }
}

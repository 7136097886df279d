package dev.slipway.platform.node;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// A node hands over a log that it was asked for.
@Path("/node/v1/log-requests/{id}")
@RunOnVirtualThread
public class LogAnswersResource {
    private final LogRelay relay;

    LogAnswersResource(LogRelay relay) {
        this.relay = relay;
    }

    /// Ends when the log does, or when the caller has gone: then the connection is cut, for the node would go on.
    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public void deliver(@PathParam("id") String id, InputStream body, @Context HttpServerRequest request)
            throws InterruptedException {
        if (!relay.deliver(id, body)) {
            request.connection().close();
        }
    }
}

package dev.slipway.build.queue;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;

/// POST /node/v1/builds/claims?node=&worker=&wait=: the next build for a node, waiting at most 30 s; 204 when there
/// is none. worker names the node's process, anew at each start: claims of an earlier one end, as do those whose
/// connection has closed, so that no build goes to one nobody reads any more.
@Path("/node/v1/builds/claims")
@RunOnVirtualThread
public class ClaimResource {
    private static final int LONGEST_WAIT = 30;

    private final BuildClaims claims;

    ClaimResource(BuildClaims claims) {
        this.claims = claims;
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response claim(
            @QueryParam("node") String node,
            @QueryParam("worker") @DefaultValue("") String worker,
            @QueryParam("wait") @DefaultValue("0") int wait,
            @Context HttpServerRequest connection)
            throws IOException {
        if (node == null || node.isBlank()) {
            throw new BadRequestException("node is required");
        }
        Duration limit = Duration.ofSeconds(Math.clamp(wait, 0, LONGEST_WAIT));
        return claims.next(new Claimer(node, worker, connection.response()::closed), limit)
                .map(order -> Response.ok(order).build())
                .orElseGet(() -> Response.noContent().build());
    }
}

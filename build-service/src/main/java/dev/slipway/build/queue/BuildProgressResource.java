package dev.slipway.build.queue;

import dev.slipway.build.log.FileBuildLogs;
import dev.slipway.model.assignment.BuildProgress.Heartbeat;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.fault.KillPoint;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.UUID;

/// What a node says of a build it holds; 409 without a body when it does not hold it (any more).
@Path("/node/v1/builds/{id}")
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class BuildProgressResource {
    private final BuildQueue queue;
    private final FileBuildLogs logs;

    BuildProgressResource(BuildQueue queue, FileBuildLogs logs) {
        this.queue = queue;
        this.logs = logs;
    }

    @POST
    @Path("heartbeats")
    public Response heartbeat(@PathParam("id") UUID build, Heartbeat heartbeat) {
        return queue.heartbeat(build, heartbeat.epoch(), heartbeat.stage())
                .map(verdict -> Response.ok(verdict).build())
                .orElseGet(BuildProgressResource::refused);
    }

    @POST
    @Path("outcome")
    public Response outcome(@PathParam("id") UUID build, Outcome outcome) throws IOException {
        if (!queue.outcome(build, outcome)) {
            return refused();
        }
        if (outcome.image() != null) {
            KillPoint.IMAGE_ROW_SET.reached();
        }
        logs.finish(build);
        return Response.noContent().build();
    }

    static Response refused() {
        return Response.status(Response.Status.CONFLICT).build();
    }
}

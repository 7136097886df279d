package dev.slipway.build.queue;

import dev.slipway.build.log.FileBuildLogs;
import dev.slipway.model.assignment.BuildProgress.Heartbeat;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.fault.KillPoint;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

/// What a node says of a build it holds; 409 without a body when it does not hold it (any more).
@Path("/node/v1/builds/{id}")
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class BuildProgressResource {
    private static final int LONGEST_WAIT = 30;

    private final BuildQueue queue;
    private final RunningVerdicts verdicts;
    private final FileBuildLogs logs;

    BuildProgressResource(BuildQueue queue, RunningVerdicts verdicts, FileBuildLogs logs) {
        this.queue = queue;
        this.verdicts = verdicts;
        this.logs = logs;
    }

    /// Answers as soon as somebody asked to cancel, else after wait seconds, at most 30.
    @GET
    @Path("verdict")
    public Response verdict(
            @PathParam("id") UUID build,
            @QueryParam("epoch") int epoch,
            @QueryParam("wait") @DefaultValue("0") int wait) {
        Duration limit = Duration.ofSeconds(Math.clamp(wait, 0, LONGEST_WAIT));
        return verdicts.next(build, epoch, limit)
                .map(verdict -> Response.ok(verdict).build())
                .orElseGet(BuildProgressResource::refused);
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

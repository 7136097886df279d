package dev.slipway.build.queue;

import dev.slipway.build.log.FileBuildLogs;
import dev.slipway.model.assignment.BuildProgress.Heartbeat;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.build.LogLine;
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
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// What a node says of a build it holds; 409 without a body when it does not hold it (any more).
@Path("/node/v1/builds/{id}")
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class BuildProgressResource {
    private static final Logger LOG = Logger.getLogger(BuildProgressResource.class);
    private static final int LONGEST_WAIT = 30;
    /// Failures of which the log has the cause.
    private static final Set<String> SAID_BY_PROGRAMS = Stream.of(
                    FailureReason.AssembleFailed,
                    FailureReason.PostCommitHookFailed,
                    FailureReason.BuilderNotMade,
                    FailureReason.FetchRuntimeArtifactsFailed)
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());

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
        if (!queue.outcome(build, outcome, firstError(build, outcome))) {
            return refused();
        }
        if (outcome.image() != null) {
            KillPoint.IMAGE_ROW_SET.reached();
        }
        logs.finish(build);
        return Response.noContent().build();
    }

    /// The log is whole by now. Where it cannot be read the build ends without.
    private LogLine firstError(UUID build, Outcome outcome) {
        if (outcome.reason() == null || !SAID_BY_PROGRAMS.contains(outcome.reason())) {
            return null;
        }
        try {
            return logs.firstError(build).orElse(null);
        } catch (IOException e) {
            LOG.warnf(e, "The log of build %s could not be searched", build);
            return null;
        }
    }

    static Response refused() {
        return Response.status(Response.Status.CONFLICT).build();
    }
}

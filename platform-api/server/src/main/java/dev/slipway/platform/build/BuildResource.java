package dev.slipway.platform.build;

import dev.slipway.model.build.Build;
import dev.slipway.model.build.BuildLogs;
import dev.slipway.model.build.BuildState;
import dev.slipway.model.build.Commit;
import dev.slipway.model.build.StageTiming;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Builds of an application.
@Path("/api/v1/projects/{project}/applications/{application}/builds")
@Tag(name = "Builds")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class BuildResource {
    private final ApplicationAccess access;
    private final BuildStore builds;
    private final BuildRequests requests;
    private final BuildLogs logs;
    private final Caller caller;
    private final Bell bell;

    BuildResource(
            ApplicationAccess access,
            BuildStore builds,
            BuildRequests requests,
            BuildLogs logs,
            Caller caller,
            Bell bell) {
        this.access = access;
        this.builds = builds;
        this.requests = requests;
        this.logs = logs;
        this.caller = caller;
        this.bell = bell;
    }

    public record Answer(
            int number,
            BuildState state,
            String stage,
            String reason,
            String message,
            List<String> evidence,
            String next,
            Build.Trigger trigger,
            Commit commit,
            String builder,
            String image,
            Integer release,
            List<StageTiming> stages,
            Instant queuedAt,
            Instant startedAt,
            Instant finishedAt) {
        static Answer of(Build build) {
            return new Answer(
                    build.number(),
                    build.state(),
                    build.stage(),
                    build.reason(),
                    build.message(),
                    build.evidence(),
                    build.next(),
                    build.trigger(),
                    build.commit(),
                    build.builder(),
                    build.imageId(),
                    build.release(),
                    build.stages(),
                    build.queuedAt(),
                    build.startedAt(),
                    build.finishedAt());
        }
    }

    @POST
    public Response create(@BeanParam ApplicationPath path, BuildRequests.Request request) {
        return accepted(path, access.in(path, Permission.DEPLOY, (sql, application) -> {
            return requests.queue(sql, application, request, caller.principal().name());
        }));
    }

    private Response accepted(ApplicationPath path, Build build) {
        bell.ring(Topic.BUILDS, Topic.STATUS);
        return Response.accepted(Answer.of(build))
                .location(path.below("/builds/" + build.number()))
                .build();
    }

    @GET
    public Page<Answer> list(@BeanParam ApplicationPath path, @BeanParam PageQuery query) {
        Page.Request page = query.page();
        return access.in(
                path,
                Permission.VIEW,
                (sql, application) ->
                        Page.of(builds.page(sql, application.id(), page), page, Answer::of, Build::number));
    }

    @GET
    @Path("/{number}")
    public Answer get(@BeanParam ApplicationPath path, @PathParam("number") int number) {
        return Answer.of(find(path, number, Permission.VIEW));
    }

    private Build find(ApplicationPath path, int number, Permission permission) {
        return access.in(path, permission, (sql, application) -> builds.get(sql, application.id(), number));
    }

    @GET
    @Path("/{number}/log")
    @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
    public StreamingOutput log(
            @BeanParam ApplicationPath path, @PathParam("number") int number, @QueryParam("follow") boolean follow) {
        UUID build = find(path, number, Permission.VIEW).id();
        return out -> {
            try {
                logs.read(build, 0, follow, (bytes, offset, length) -> {
                    out.write(bytes, offset, length);
                    out.flush();
                });
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the platform stops");
            }
        };
    }

    @POST
    @Path("/{number}/cancellation")
    public Response cancel(@BeanParam ApplicationPath path, @PathParam("number") int number) {
        Build build = access.in(path, Permission.DEPLOY, (sql, application) -> {
            Build found = builds.get(sql, application.id(), number);
            if (found.state().terminal()) {
                throw PlatformException.of(
                        ErrorCode.CONFLICT,
                        "Build " + number + " has ended: "
                                + found.state().name().toLowerCase(Locale.ROOT) + ".",
                        "Nothing is left to cancel.");
            }
            builds.cancel(sql, found.id());
            return found;
        });
        return accepted(path, build);
    }

    @POST
    @Path("/{number}/retry")
    public Response retry(@BeanParam ApplicationPath path, @PathParam("number") int number) {
        return accepted(path, access.in(path, Permission.DEPLOY, (sql, application) -> {
            Build again = builds.get(sql, application.id(), number);
            return requests.again(sql, application, again, caller.principal().name());
        }));
    }
}

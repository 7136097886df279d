package dev.slipway.platform.build;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.build.Build;
import dev.slipway.model.build.BuildLogs;
import dev.slipway.model.build.BuildPlaces;
import dev.slipway.model.build.BuildState;
import dev.slipway.model.build.Commit;
import dev.slipway.model.build.LogLine;
import dev.slipway.model.build.StageTiming;
import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.forge.CommitStatusStore;
import dev.slipway.platform.http.EventStreams;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.identity.Principal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Builds of an application.
@Path("/api/v1/projects/{project}/applications/{application}/builds")
@Tag(name = "Builds")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class BuildResource {
    private final ApplicationAccess access;
    private final BuildStore builds;
    private final BuildPlaces places;
    private final BuildLogs logs;
    private final BuildStory story;
    private final EventStreams streams;
    private final Caller caller;

    BuildResource(
            ApplicationAccess access,
            BuildStore builds,
            BuildPlaces places,
            BuildLogs logs,
            BuildStory story,
            EventStreams streams,
            Caller caller) {
        this.access = access;
        this.builds = builds;
        this.places = places;
        this.logs = logs;
        this.story = story;
        this.streams = streams;
        this.caller = caller;
    }

    /// queue is told by GET of builds that wait, and null otherwise; commitStatus by GET of builds of which the
    /// place where the commit lives was told, or was to be; firstError by builds that failed, where a line of the
    /// log looks like the cause.
    public record Answer(
            int number,
            BuildState state,
            String stage,
            String reason,
            String message,
            List<String> evidence,
            LogLine firstError,
            String next,
            Build.Trigger trigger,
            Commit commit,
            Build.Archive archive,
            String builder,
            String image,
            Integer release,
            List<StageTiming> stages,
            BuildPlaces.Place queue,
            CommitStatusStore.Told commitStatus,
            Instant queuedAt,
            Instant startedAt,
            Instant finishedAt) {
        static Answer of(Build build) {
            return of(build, null, null);
        }

        static Answer of(Build build, BuildPlaces.Place queue, CommitStatusStore.Told commitStatus) {
            return new Answer(
                    build.number(),
                    build.state(),
                    build.stage(),
                    build.reason(),
                    build.message(),
                    build.evidence(),
                    build.firstError(),
                    build.next(),
                    build.trigger(),
                    build.commit(),
                    build.archive(),
                    build.builder(),
                    build.imageId(),
                    build.release(),
                    build.stages(),
                    queue,
                    commitStatus,
                    build.queuedAt(),
                    build.startedAt(),
                    build.finishedAt());
        }
    }

    @GET
    @Operation(summary = "The builds of an application, newest first")
    public Page<Answer> list(@BeanParam ApplicationPath path, @BeanParam PageQuery query) {
        Page.Request page = query.page();
        Found found = access.in(
                path,
                Permission.VIEW,
                (sql, application) -> found(sql, application, builds.page(sql, application.id(), page)));
        Map<UUID, BuildPlaces.Place> queue = places(found.builds());
        return Page.of(
                found.builds(),
                page,
                build -> Answer.of(build, queue.get(build.id()), found.told().get(build.id())),
                Build::number);
    }

    @GET
    @Operation(summary = "A build")
    @Path("/{number}")
    public Answer get(@BeanParam ApplicationPath path, @PathParam("number") int number) {
        Found found = access.in(
                path,
                Permission.VIEW,
                (sql, application) -> found(sql, application, List.of(builds.get(sql, application.id(), number))));
        Build build = found.builds().getFirst();
        return Answer.of(
                build, places(found.builds()).get(build.id()), found.told().get(build.id()));
    }

    private record Found(List<Build> builds, Map<UUID, CommitStatusStore.Told> told) {}

    private static Found found(Sql sql, Application application, List<Build> builds) {
        IntSummaryStatistics numbers = builds.stream().mapToInt(Build::number).summaryStatistics();
        return new Found(builds, CommitStatusStore.of(sql, application.id(), numbers.getMin(), numbers.getMax()));
    }

    private Map<UUID, BuildPlaces.Place> places(List<Build> found) {
        return places.of(found.stream()
                .filter(build -> build.state() == BuildState.QUEUED)
                .map(Build::id)
                .toList());
    }

    private Build find(ApplicationPath path, int number, Permission permission) {
        return access.in(path, permission, (sql, application) -> builds.get(sql, application.id(), number));
    }

    /// `text/plain`, with `follow` until the build ends; or, by Accept, a stream of the events `line`, `stage` and
    /// `end`, which goes on after Last-Event-ID and always follows.
    @GET
    @Path("/{number}/log")
    @Operation(summary = "The log of a build: text, or by Accept a stream of events")
    @Produces({MediaType.TEXT_PLAIN + ";charset=UTF-8", MediaType.SERVER_SENT_EVENTS})
    public Response log(
            @BeanParam ApplicationPath path,
            @PathParam("number") int number,
            @QueryParam("follow") boolean follow,
            @HeaderParam("Last-Event-ID") String lastEventId,
            @Context HttpHeaders headers,
            @Context RoutingContext connection) {
        UUID build = find(path, number, Permission.VIEW).id();
        if (!EventStreams.asked(headers)) {
            return Response.ok(text(build, follow)).build();
        }
        if (LogPosition.END.equals(lastEventId)) {
            return Response.noContent().build();
        }
        Principal reader = caller.principal();
        LogPosition from = LogPosition.of(lastEventId);
        return streams.answer(
                connection,
                reader.user(),
                reader.expiresAt(),
                stream -> story.tell(stream, from, reader, path, number, build));
    }

    private StreamingOutput text(UUID build, boolean follow) {
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
}

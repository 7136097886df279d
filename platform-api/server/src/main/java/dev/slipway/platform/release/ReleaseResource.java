package dev.slipway.platform.release;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.application.Probes;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.release.Release;
import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.application.ProcessAnswer;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.identity.Permission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Releases of an application, and what differs between two.
@Path("/api/v1/projects/{project}/applications/{application}/releases")
@Tag(name = "Releases")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ReleaseResource {
    private final ApplicationAccess access;
    private final ReleaseStore releases;

    ReleaseResource(ApplicationAccess access, ReleaseStore releases) {
        this.access = access;
        this.releases = releases;
    }

    /// image is the engine's id of it; digest is that of its manifest, null until it is stored. imageGoneAt:
    /// the release fell out of the history and cannot be deployed again.
    public record Answer(
            int version,
            String image,
            String digest,
            Instant imageGoneAt,
            Integer build,
            String builder,
            String commit,
            List<Release.Variable> environment,
            Map<String, ProcessAnswer> processes,
            ProcessAnswer.ResourcesAnswer resources,
            Probes probes,
            Integer port,
            Instant createdAt,
            String createdBy,
            String cause) {
        static Answer of(Release release) {
            Map<String, ProcessAnswer> processes = ProcessAnswer.of(release.processes());
            ProcessAnswer web = processes.get(ProcessSpec.WEB);
            return new Answer(
                    release.version(),
                    release.imageId(),
                    release.imageDigest(),
                    release.imageGoneAt(),
                    release.build(),
                    release.builder(),
                    release.commit(),
                    release.environment(),
                    processes,
                    web == null ? null : web.resources(),
                    web == null ? null : web.probes(),
                    web == null ? null : web.port(),
                    release.createdAt(),
                    release.createdBy(),
                    release.cause());
        }
    }

    /// From the release `against` to this one.
    public record Diff(int version, int against, List<ReleaseDiff.Difference> differences) {}

    @GET
    @Operation(summary = "The releases of an application, newest first")
    public Page<Answer> list(@BeanParam ApplicationPath path, @BeanParam PageQuery query) {
        Page.Request page = query.page();
        return access.in(
                path,
                Permission.VIEW,
                (sql, application) ->
                        Page.of(releases.page(sql, application.id(), page), page, Answer::of, Release::version));
    }

    @GET
    @Operation(summary = "A release")
    @Path("/{version}")
    public Answer get(@BeanParam ApplicationPath path, @PathParam("version") int version) {
        return access.in(
                path, Permission.VIEW, (sql, application) -> Answer.of(releases.get(sql, application.id(), version)));
    }

    /// What this release changed; against is the release before it unless given.
    @GET
    @Operation(summary = "What differs between two releases")
    @Path("/{version}/diff")
    public Diff diff(
            @BeanParam ApplicationPath path,
            @PathParam("version") int version,
            @QueryParam("against") Integer against) {
        int before = against == null ? version - 1 : against;
        return access.in(
                path,
                Permission.VIEW,
                (sql, application) -> new Diff(
                        version,
                        before,
                        ReleaseDiff.between(opened(sql, application, before), opened(sql, application, version))));
    }

    private ReleaseDiff.Opened opened(Sql sql, Application application, int version) {
        return new ReleaseDiff.Opened(
                releases.get(sql, application.id(), version), releases.values(sql, application.id(), version));
    }
}

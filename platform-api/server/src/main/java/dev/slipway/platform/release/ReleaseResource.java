package dev.slipway.platform.release;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Probes;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.release.Release;
import dev.slipway.platform.application.ApplicationAnswer.ResourcesAnswer;
import dev.slipway.platform.application.ApplicationStore;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.project.Tenancy;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Releases of an application, and what differs between two.
@Path("/api/v1/projects/{project}/applications/{application}/releases")
@Tag(name = "Releases")
@RunOnVirtualThread
public class ReleaseResource {
    private final Tenancy tenancy;
    private final ApplicationStore applications;
    private final ReleaseStore releases;

    ReleaseResource(Tenancy tenancy, ApplicationStore applications, ReleaseStore releases) {
        this.tenancy = tenancy;
        this.applications = applications;
        this.releases = releases;
    }

    public record Answer(
            int version,
            String image,
            Integer build,
            String commit,
            List<Release.Variable> environment,
            Map<String, ProcessSpec> processes,
            ResourcesAnswer resources,
            Probes probes,
            Integer port,
            Instant createdAt,
            String createdBy,
            String cause) {
        static Answer of(Release release) {
            ProcessSpec web = release.processes().get(ProcessSpec.WEB);
            return new Answer(
                    release.version(),
                    release.imageId(),
                    release.build(),
                    release.commit(),
                    release.environment(),
                    release.processes(),
                    web == null ? null : new ResourcesAnswer(web.requests(), web.limits()),
                    web == null ? null : web.probes(),
                    web == null ? null : web.port(),
                    release.createdAt(),
                    release.createdBy(),
                    release.cause());
        }
    }

    /// One thing that differs; the values of secrets are not shown, only that they differ.
    public record Difference(String field, Object before, Object after) {}

    public record Diff(int version, int against, List<Difference> differences) {}

    @GET
    public Page<Answer> list(
            @PathParam("project") String projectName,
            @PathParam("application") String name,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        Page.Request page = Page.Request.of(limit, cursor);
        return tenancy.in(
                projectName,
                Permission.VIEW,
                (sql, project) -> Page.of(
                        releases.page(
                                sql, applications.get(sql, project.id(), name).id(), page),
                        page,
                        Answer::of,
                        Release::version));
    }

    @GET
    @Path("/{version}")
    public Answer get(
            @PathParam("project") String projectName,
            @PathParam("application") String name,
            @PathParam("version") int version) {
        return tenancy.in(
                projectName,
                Permission.VIEW,
                (sql, project) -> Answer.of(releases.get(
                        sql, applications.get(sql, project.id(), name).id(), version)));
    }

    @GET
    @Path("/{version}/diff")
    public Diff diff(
            @PathParam("project") String projectName,
            @PathParam("application") String name,
            @PathParam("version") int version,
            @QueryParam("against") int against) {
        return tenancy.in(projectName, Permission.VIEW, (sql, project) -> {
            var application = applications.get(sql, project.id(), name).id();
            return new Diff(
                    version,
                    against,
                    differences(sql, releases.get(sql, application, against), releases.get(sql, application, version)));
        });
    }

    private List<Difference> differences(Sql sql, Release before, Release after) {
        List<Difference> found = new ArrayList<>();
        compare(found, "image", before.imageId(), after.imageId());
        compare(found, "commit", before.commit(), after.commit());
        compare(found, "readOnlyRoot", before.readOnlyRoot(), after.readOnlyRoot());
        compare(found, "processes", before.processes(), after.processes());
        Map<String, String> old = releases.values(sql, before.applicationId(), before.version());
        Map<String, String> now = releases.values(sql, after.applicationId(), after.version());
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            if (!Objects.equals(old.get(name), now.get(name))) {
                found.add(new Difference("environment." + name, shown(before, name, old), shown(after, name, now)));
            }
        }
        return found;
    }

    private static void compare(List<Difference> found, String field, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            found.add(new Difference(field, before, after));
        }
    }

    private static String shown(Release release, String name, Map<String, String> values) {
        boolean secret = release.environment().stream()
                .anyMatch(variable -> variable.name().equals(name) && variable.secretVersion() != null);
        return values.containsKey(name) && secret ? "(secret)" : values.get(name);
    }
}

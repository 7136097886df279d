package dev.slipway.platform.release;

import dev.slipway.database.Sql;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
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

    /// One thing that differs; the values of secrets are not shown, only that they differ.
    public record Difference(String field, Object before, Object after) {}

    public record Diff(int version, int against, List<Difference> differences) {}

    @GET
    public Page<Answer> list(@BeanParam ApplicationPath path, @BeanParam PageQuery query) {
        Page.Request page = query.page();
        return access.in(
                path,
                Permission.VIEW,
                (sql, application) ->
                        Page.of(releases.page(sql, application.id(), page), page, Answer::of, Release::version));
    }

    @GET
    @Path("/{version}")
    public Answer get(@BeanParam ApplicationPath path, @PathParam("version") int version) {
        return access.in(
                path, Permission.VIEW, (sql, application) -> Answer.of(releases.get(sql, application.id(), version)));
    }

    @GET
    @Path("/{version}/diff")
    public Diff diff(
            @BeanParam ApplicationPath path, @PathParam("version") int version, @QueryParam("against") int against) {
        return access.in(path, Permission.VIEW, (sql, application) -> {
            return new Diff(
                    version,
                    against,
                    differences(
                            sql,
                            releases.get(sql, application.id(), against),
                            releases.get(sql, application.id(), version)));
        });
    }

    private List<Difference> differences(Sql sql, Release before, Release after) {
        List<Difference> found = new ArrayList<>();
        compare(found, "image", before.imageId(), after.imageId());
        compare(found, "commit", before.commit(), after.commit());
        compare(found, "readOnlyRoot", before.readOnlyRoot(), after.readOnlyRoot());
        compare(found, "processes", Releases.unscaled(before.processes()), Releases.unscaled(after.processes()));
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

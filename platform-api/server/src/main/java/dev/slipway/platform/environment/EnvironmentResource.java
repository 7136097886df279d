package dev.slipway.platform.environment;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.application.ApplicationStore;
import dev.slipway.platform.http.Versions;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.release.Releases;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The environment of an application. Secret values are never read back.
@Path("/api/v1/projects/{project}/applications/{application}/environment")
@Tag(name = "Applications")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class EnvironmentResource {
    private final ApplicationAccess access;
    private final ApplicationStore applications;
    private final EnvironmentStore environment;
    private final EffectiveStore effective;
    private final Releases releases;
    private final Caller caller;
    private final Bell bell;

    EnvironmentResource(
            ApplicationAccess access,
            ApplicationStore applications,
            EnvironmentStore environment,
            EffectiveStore effective,
            Releases releases,
            Caller caller,
            Bell bell) {
        this.access = access;
        this.applications = applications;
        this.environment = environment;
        this.effective = effective;
        this.releases = releases;
        this.caller = caller;
        this.bell = bell;
    }

    public record Environment(List<Variable> variables) {}

    @GET
    @Operation(summary = "The variables of an application; values of secrets are never shown")
    @APIResponseSchema(value = Environment.class, responseCode = "200")
    public Response get(@BeanParam ApplicationPath path, @HeaderParam("If-None-Match") String ifNoneMatch) {
        return access.in(
                path,
                Permission.VIEW,
                (_, application) -> Versions.read(ifNoneMatch, application.version(), of(application)));
    }

    @GET
    @Path("/effective")
    @Operation(summary = "What the current release's process web sees, and where each value comes from")
    public EffectiveEnvironment effective(@BeanParam ApplicationPath path) {
        return access.in(path, Permission.VIEW, (sql, application) -> effective.of(sql, path.project(), application));
    }

    private Environment of(Application application) {
        return new Environment(environment.list(application.id()));
    }

    @PUT
    @Operation(summary = "Set exactly these variables; a secret without a value keeps the one it has")
    @APIResponseSchema(value = Environment.class, responseCode = "200")
    public Response replace(
            @BeanParam ApplicationPath path,
            @HeaderParam("If-Match") String ifMatch,
            @QueryParam("deploy") @DefaultValue("true") boolean deploy,
            Environment request) {
        return change(
                path, ifMatch, deploy, (sql, application) -> environment.replace(sql, application, variables(request)));
    }

    @PATCH
    @Operation(summary = "Add or change these variables and leave the others")
    @APIResponseSchema(value = Environment.class, responseCode = "200")
    public Response merge(
            @BeanParam ApplicationPath path,
            @HeaderParam("If-Match") String ifMatch,
            @QueryParam("deploy") @DefaultValue("true") boolean deploy,
            Environment request) {
        return change(
                path, ifMatch, deploy, (sql, application) -> environment.merge(sql, application, variables(request)));
    }

    private static List<Variable> variables(Environment request) {
        if (request == null || request.variables() == null) {
            throw PlatformException.invalid("variables", "is required");
        }
        return request.variables();
    }

    private interface Change {
        void apply(Sql sql, Application application);
    }

    private Response change(ApplicationPath path, String ifMatch, boolean deploy, Change change) {
        Response answer = access.in(path, Permission.CHANGE, (sql, application) -> {
            Versions.check(ifMatch, application.version());
            change.apply(sql, application);
            releases.reconfigured(
                    sql, application.id(), deploy, caller.principal().name());
            Application now = applications.get(sql, application.projectId(), application.name());
            return Versions.tagged(now.version(), of(now));
        });
        bell.ring(Topic.CLUSTER, Topic.STATUS);
        return answer;
    }
}

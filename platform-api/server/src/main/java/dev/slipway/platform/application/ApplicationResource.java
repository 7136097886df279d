package dev.slipway.platform.application;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.application.Application.Settings;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.name.ResourceName;
import dev.slipway.model.project.Project;
import dev.slipway.platform.build.BuildRequests;
import dev.slipway.platform.build.BuilderChanges;
import dev.slipway.platform.credential.CredentialStore;
import dev.slipway.platform.deployment.DeploymentStore;
import dev.slipway.platform.environment.EnvironmentStore;
import dev.slipway.platform.event.Events;
import dev.slipway.platform.http.Body;
import dev.slipway.platform.http.Idempotency;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.http.Patience;
import dev.slipway.platform.http.Versions;
import dev.slipway.platform.http.WaitQuery;
import dev.slipway.platform.http.Waits;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.project.ProjectStore;
import dev.slipway.platform.project.Remaining;
import dev.slipway.platform.project.Tenancy;
import dev.slipway.platform.release.Releases;
import dev.slipway.platform.route.RouteStore;
import dev.slipway.platform.status.Settling;
import dev.slipway.platform.status.StatusStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Applications of a project.
@Path("/api/v1/projects/{project}/applications")
@Tag(name = "Applications")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ApplicationResource {
    private final Tenancy tenancy;
    private final ApplicationStore applications;
    private final ApplicationParts parts;
    private final Caller caller;
    private final Idempotency idempotency;
    private final Bell bell;
    private final Waits waits;

    ApplicationResource(
            Tenancy tenancy,
            ApplicationStore applications,
            ApplicationParts parts,
            Caller caller,
            Idempotency idempotency,
            Bell bell,
            Waits waits) {
        this.tenancy = tenancy;
        this.applications = applications;
        this.parts = parts;
        this.caller = caller;
        this.idempotency = idempotency;
        this.bell = bell;
        this.waits = waits;
    }

    /// What belongs to an application and is kept in stores of its own.
    @jakarta.inject.Singleton
    record ApplicationParts(
            EnvironmentStore environment,
            CredentialStore credentials,
            BuildRequests builds,
            Releases releases,
            RouteStore routes,
            StatusStore status,
            Settling settling,
            DeploymentStore deployments,
            Events events,
            Addresses addresses) {}

    @POST
    @Operation(summary = "Make an application")
    @APIResponseSchema(value = ApplicationAnswer.class, responseCode = "201")
    public Response create(
            @PathParam("project") String projectName, @BeanParam WaitQuery query, ApplicationRequest request)
            throws InterruptedException {
        Patience patience = query.patience();
        Response created = idempotency.once(caller.principal().user(), request, () -> created(projectName, request));
        return patience.asked()
                ? Response.fromResponse(created)
                        .entity(awaited(projectName, request.name(), patience))
                        .build()
                : created;
    }

    private ApplicationAnswer awaited(String projectName, String name, Patience patience) throws InterruptedException {
        return waits.until(patience, () -> standing(projectName, name, patience), Standing::reached)
                .now()
                .answer();
    }

    private record Standing(ApplicationAnswer answer, boolean reached) {}

    private Standing standing(String projectName, String name, Patience patience) {
        return tenancy.in(projectName, Permission.VIEW, (sql, project) -> {
            Application now = applications.get(sql, project.id(), name);
            boolean reached = patience.goal() == Patience.Goal.DONE
                    ? parts.settling().built(sql, now.id())
                    : parts.settling().settled(sql, now.id());
            return new Standing(answer(sql, project, now), reached);
        });
    }

    private Response created(String projectName, ApplicationRequest request) {
        ResourceName name = new ResourceName(Body.required(request).name());
        Settings settings = SettingsForm.create(request);
        ApplicationAnswer answer = tenancy.in(projectName, Permission.CHANGE, (sql, project) -> {
            requireActive(ProjectStore.held(sql, project));
            DockerfileForm.requireAllowed(project, request, settings.build().strategy());
            parts.credentials().require(sql, project.id(), settings.source().git());
            Application created = applications.create(sql, project.id(), name, settings);
            if (request.environment() != null) {
                parts.environment().replace(sql, created, request.environment());
            }
            if (Boolean.TRUE.equals(request.paused())) {
                applications.pause(sql, created.id(), true);
            }
            parts.routes().generate(sql, project, created, parts.addresses().appsDomain());
            parts.events()
                    .add(sql, created, "ApplicationCreated", name.value(), "Application created.", caller.principal());
            parts.builds().first(sql, created, caller.principal().name());
            return answer(sql, project, applications.get(sql, project.id(), name.value()));
        });
        bell.ring(Topic.ASSIGNMENTS, Topic.BUILDS, Topic.STATUS);
        return Response.created(URI.create("/api/v1/projects/" + projectName + "/applications/" + name))
                .tag(String.valueOf(answer.version()))
                .entity(answer)
                .build();
    }

    private static void requireActive(Project project) {
        if (project.state() != Project.State.ACTIVE) {
            throw PlatformException.of(
                    ErrorCode.CONFLICT,
                    project.name() + " is deleted.",
                    "POST /api/v1/projects/" + project.name() + "/restoration brings it back.");
        }
    }

    private ApplicationAnswer answer(Sql sql, Project project, Application application) {
        return ApplicationAnswer.of(
                application,
                project.name(),
                parts.addresses().gitUrl(project.name(), application.name()),
                parts.routes().urlOf(sql, application).orElse(null),
                parts.status().of(sql, application),
                parts.deployments().lastSuccess(sql, application.id()).orElse(null),
                BuilderChanges.behind(sql, application.id()),
                application.purge() ? Remaining.ofApplication(sql, application.id()) : null);
    }

    @GET
    @Operation(summary = "The applications of a project")
    public Page<ApplicationAnswer> list(@PathParam("project") String projectName, @BeanParam PageQuery query) {
        Page.Request page = query.page();
        return tenancy.in(
                projectName,
                Permission.VIEW,
                (sql, project) -> Page.of(
                        applications.page(sql, project.id(), page),
                        page,
                        application -> answer(sql, project, application),
                        Application::name));
    }

    @GET
    @Operation(summary = "An application")
    @APIResponseSchema(value = ApplicationAnswer.class, responseCode = "200")
    @Path("/{application}")
    public Response get(@PathParam("project") String projectName, @PathParam("application") String name) {
        return tenancy.in(
                projectName,
                Permission.VIEW,
                (sql, project) -> tagged(answer(sql, project, applications.get(sql, project.id(), name))));
    }

    private static Response tagged(ApplicationAnswer answer) {
        return Response.ok(answer).tag(String.valueOf(answer.version())).build();
    }

    @PATCH
    @Operation(summary = "Change settings; what runs see makes a new release")
    @APIResponseSchema(value = ApplicationAnswer.class, responseCode = "200")
    @Path("/{application}")
    public Response change(
            @PathParam("project") String projectName,
            @PathParam("application") String name,
            @HeaderParam("If-Match") String ifMatch,
            @QueryParam("deploy") @DefaultValue("true") boolean deploy,
            ApplicationRequest request) {
        if (Body.required(request).name() != null && !request.name().equals(name)) {
            throw PlatformException.invalid("name", "cannot be changed");
        }
        Response answer = tenancy.in(projectName, Permission.CHANGE, (sql, project) -> {
            Application now = ApplicationAccess.present(applications.locked(sql, project.id(), name));
            Versions.require(ifMatch, now.version());
            Settings settings = SettingsForm.change(now.settings(), request);
            DockerfileForm.requireAllowed(project, request, settings.build().strategy());
            if (request.source() != null) {
                parts.credentials().require(sql, project.id(), settings.source().git());
            }
            applications.change(sql, now, settings);
            if (request.paused() != null) {
                applications.pause(sql, now.id(), request.paused());
            }
            if (request.environment() != null) {
                parts.environment().replace(sql, now, request.environment());
            }
            parts.releases()
                    .reconfigured(sql, now.id(), deploy, caller.principal().name());
            return tagged(answer(sql, project, applications.get(sql, project.id(), name)));
        });
        bell.ring(Topic.CLUSTER, Topic.STATUS);
        return answer;
    }

    @DELETE
    @Operation(summary = "Delete an application: into the trash for 72 hours, or with purge at once")
    @APIResponseSchema(value = ApplicationAnswer.class, responseCode = "202")
    @Path("/{application}")
    public Response delete(
            @PathParam("project") String projectName,
            @PathParam("application") String name,
            @HeaderParam("If-Match") String ifMatch,
            @QueryParam("purge") boolean purge) {
        ApplicationAnswer answer;
        try {
            answer = tenancy.in(projectName, Permission.CHANGE, (sql, project) -> {
                Application now = applications.locked(sql, project.id(), name);
                Versions.require(ifMatch, now.version());
                applications.delete(sql, now.id(), purge);
                parts.events()
                        .add(
                                sql,
                                now,
                                "ApplicationDeleted",
                                name,
                                purge ? "Application is being removed." : "Application moved to the trash.",
                                caller.principal());
                return answer(sql, project, applications.get(sql, project.id(), name));
            });
        } catch (PlatformException e) {
            if (purge && e.code() == ErrorCode.NOT_FOUND) {
                return Response.noContent().build();
            }
            throw e;
        }
        bell.ring(Topic.CLUSTER, Topic.ASSIGNMENTS, Topic.STATUS);
        return Response.accepted(answer)
                .location(URI.create("/api/v1/projects/" + projectName + "/applications/" + name))
                .build();
    }

    @POST
    @Operation(summary = "Bring an application back from the trash")
    @APIResponseSchema(value = ApplicationAnswer.class, responseCode = "200")
    @Path("/{application}/restoration")
    public Response restore(@PathParam("project") String projectName, @PathParam("application") String name) {
        Response answer = tenancy.in(projectName, Permission.CHANGE, (sql, project) -> {
            requireActive(ProjectStore.held(sql, project));
            Application now = applications.locked(sql, project.id(), name);
            if (now.deletedAt() == null || now.purge()) {
                throw PlatformException.of(
                        ErrorCode.CONFLICT, name + " is not in the trash.", "Nothing needs to be restored.");
            }
            applications.restore(sql, now.id());
            return tagged(answer(sql, project, applications.get(sql, project.id(), name)));
        });
        bell.ring(Topic.CLUSTER, Topic.ASSIGNMENTS, Topic.STATUS);
        return answer;
    }
}

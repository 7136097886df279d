package dev.slipway.platform.project;

import dev.slipway.database.Sql;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.name.ResourceName;
import dev.slipway.model.project.Project;
import dev.slipway.platform.http.Body;
import dev.slipway.platform.http.Idempotency;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.http.Versions;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.identity.Principal;
import dev.slipway.platform.identity.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
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
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Projects: the tenant boundary.
@Path("/api/v1/projects")
@Tag(name = "Projects")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ProjectResource {
    private final Tenancy tenancy;
    private final ProjectStore projects;
    private final Caller caller;
    private final Idempotency idempotency;
    private final Bell bell;

    ProjectResource(Tenancy tenancy, ProjectStore projects, Caller caller, Idempotency idempotency, Bell bell) {
        this.tenancy = tenancy;
        this.projects = projects;
        this.caller = caller;
        this.idempotency = idempotency;
        this.bell = bell;
    }

    public record Request(String name, String displayName, String description) {}

    /// dockerfileBuilds says that a platform administrator allows the project to build Dockerfiles.
    public record Answer(
            String name,
            String displayName,
            String description,
            boolean dockerfileBuilds,
            String state,
            Map<String, Integer> remaining,
            long version,
            Instant createdAt,
            Instant deletedAt,
            Map<String, String> links) {
        static Answer of(Project project, Map<String, Integer> remaining) {
            String self = "/api/v1/projects/" + project.name();
            return new Answer(
                    project.name(),
                    project.displayName(),
                    project.description(),
                    project.dockerfileBuilds(),
                    project.state().name().toLowerCase(java.util.Locale.ROOT),
                    remaining,
                    project.version(),
                    project.createdAt(),
                    project.deletedAt(),
                    Map.of("self", self, "applications", self + "/applications", "routes", self + "/routes"));
        }
    }

    @POST
    @Operation(summary = "Make a project; the caller administers it")
    @APIResponseSchema(value = Answer.class, responseCode = "201")
    public Response create(Request request) {
        return idempotency.once(caller.principal().user(), request, () -> created(request));
    }

    private Response created(Request request) {
        Principal owner = caller.principal();
        owner.requireWholeUser();
        owner.require(Scope.WRITE);
        ResourceName name = new ResourceName(Body.required(request).name());
        Project project = tenancy.across(sql -> {
            requireRoom(sql, owner.user(), 1);
            UUID id = UUID.randomUUID();
            tenancy.enter(sql, id);
            Project created = projects.create(sql, id, name, request.displayName(), request.description());
            ProjectStore.addMember(sql, id, owner.user(), "admin");
            return created;
        });
        return Response.created(URI.create("/api/v1/projects/" + project.name()))
                .tag(String.valueOf(project.version()))
                .entity(Answer.of(project, null))
                .build();
    }

    private static void requireRoom(Sql sql, UUID user, int more) {
        int limit = ProjectStore.limit(sql, user);
        int made = ProjectStore.countMade(sql, user);
        if (made + more > limit) {
            throw PlatformException.of(
                    ErrorCode.QUOTA_EXCEEDED,
                    "You may have " + limit + " projects and have " + made + ", those in the trash included.",
                    "Purge one, or ask an administrator to raise your projectLimit.");
        }
    }

    @GET
    @Operation(summary = "The caller's projects")
    public Page<Answer> list(@BeanParam PageQuery query) {
        Page.Request page = query.page();
        UUID only = caller.principal().project();
        return Page.of(
                tenancy.across(sql -> ProjectStore.page(sql, page, only)),
                page,
                project -> Answer.of(project, null),
                Project::name);
    }

    @GET
    @Operation(summary = "A project")
    @APIResponseSchema(value = Answer.class, responseCode = "200")
    @Path("/{project}")
    public Response get(@PathParam("project") String name) {
        return tenancy.in(name, Permission.VIEW, (sql, project) -> answer(project, remaining(sql, project)));
    }

    private static Map<String, Integer> remaining(Sql sql, Project project) {
        return project.state() == Project.State.DELETING ? Remaining.ofProject(sql, project.id()) : null;
    }

    static Response answer(Project project, Map<String, Integer> remaining) {
        return Response.ok(Answer.of(project, remaining))
                .tag(String.valueOf(project.version()))
                .build();
    }

    @PATCH
    @Operation(summary = "Change display name and description")
    @APIResponseSchema(value = Answer.class, responseCode = "200")
    @Path("/{project}")
    public Response change(
            @PathParam("project") String name, @HeaderParam("If-Match") String ifMatch, Request request) {
        return tenancy.in(name, Permission.REMOVE, (sql, found) -> {
            Project project = ProjectStore.locked(sql, found);
            Versions.check(ifMatch, project.version());
            if (Body.required(request).name() != null && !request.name().equals(name)) {
                throw PlatformException.invalid("name", "cannot be changed");
            }
            ProjectStore.describe(sql, project.id(), request.displayName(), request.description());
            return answer(ProjectStore.named(sql, name).orElseThrow(), null);
        });
    }

    @DELETE
    @Operation(summary = "Delete a project: into the trash for 72 hours, or with purge at once")
    @APIResponseSchema(value = Answer.class, responseCode = "202")
    @Path("/{project}")
    public Response delete(
            @PathParam("project") String name,
            @HeaderParam("If-Match") String ifMatch,
            @QueryParam("purge") boolean purge) {
        try {
            Answer answer = tenancy.in(name, Permission.REMOVE, (sql, found) -> {
                Project project = ProjectStore.locked(sql, found);
                Versions.check(ifMatch, project.version());
                if (purge) {
                    ProjectStore.purge(sql, project.id());
                } else {
                    ProjectStore.delete(sql, project.id());
                }
                Project now = ProjectStore.named(sql, name).orElseThrow();
                return Answer.of(now, remaining(sql, now));
            });
            bell.ring(Topic.CLUSTER, Topic.STATUS);
            return Response.accepted(answer)
                    .location(URI.create("/api/v1/projects/" + name))
                    .build();
        } catch (PlatformException e) {
            if (purge && e.code() == ErrorCode.NOT_FOUND) {
                return Response.noContent().build();
            }
            throw e;
        }
    }

    @POST
    @Operation(summary = "Bring a project back from the trash")
    @APIResponseSchema(value = Answer.class, responseCode = "200")
    @Path("/{project}/restoration")
    public Response restore(@PathParam("project") String name) {
        Response answer = tenancy.in(name, Permission.REMOVE, (sql, found) -> {
            Project project = ProjectStore.locked(sql, found);
            if (project.state() != Project.State.DELETED) {
                throw PlatformException.of(
                        ErrorCode.CONFLICT, name + " is not in the trash.", "Nothing needs to be restored.");
            }
            requireRoom(sql, caller.principal().user(), 0);
            ProjectStore.restore(sql, project);
            return answer(ProjectStore.named(sql, name).orElseThrow(), null);
        });
        bell.ring(Topic.CLUSTER, Topic.ASSIGNMENTS, Topic.STATUS);
        return answer;
    }
}

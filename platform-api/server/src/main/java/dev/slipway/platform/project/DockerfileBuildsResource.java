package dev.slipway.platform.project;

import dev.slipway.model.project.Project;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.project.ProjectResource.Answer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Whether a project may build Dockerfiles, whose steps run as root: platform administrators say so.
@Path("/api/v1/projects/{project}/dockerfile-builds")
@Tag(name = "Projects")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DockerfileBuildsResource {
    private final Tenancy tenancy;

    DockerfileBuildsResource(Tenancy tenancy) {
        this.tenancy = tenancy;
    }

    @PUT
    @Operation(summary = "Allow a project to build Dockerfiles; platform administrators only")
    @APIResponseSchema(value = Answer.class, responseCode = "200")
    public Response allow(@PathParam("project") String name) {
        return allowed(name, true);
    }

    /// Images that were made stay and run; builds fail from now on.
    @DELETE
    @Operation(summary = "Allow it no longer; platform administrators only")
    @APIResponseSchema(value = Answer.class, responseCode = "200")
    public Response withdraw(@PathParam("project") String name) {
        return allowed(name, false);
    }

    private Response allowed(String name, boolean allowed) {
        return tenancy.in(name, Permission.VIEW, (sql, found) -> {
            tenancy.caller().requireAdmin();
            Project project = ProjectStore.locked(sql, found);
            ProjectStore.allowDockerfileBuilds(sql, project.id(), allowed);
            return ProjectResource.answer(ProjectStore.locked(sql, project), null);
        });
    }
}

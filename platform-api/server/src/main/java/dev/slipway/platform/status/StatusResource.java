package dev.slipway.platform.status;

import dev.slipway.platform.application.ApplicationStore;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.project.Tenancy;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// How an application does.
@Path("/api/v1/projects/{project}/applications/{application}/status")
@Tag(name = "Applications")
@RunOnVirtualThread
public class StatusResource {
    private final Tenancy tenancy;
    private final ApplicationStore applications;
    private final StatusStore status;

    StatusResource(Tenancy tenancy, ApplicationStore applications, StatusStore status) {
        this.tenancy = tenancy;
        this.applications = applications;
        this.status = status;
    }

    @GET
    public Status get(@PathParam("project") String projectName, @PathParam("application") String name) {
        return tenancy.in(
                projectName,
                Permission.VIEW,
                (sql, project) -> status.of(sql, applications.get(sql, project.id(), name)));
    }
}

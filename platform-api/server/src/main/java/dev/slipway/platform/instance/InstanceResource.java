package dev.slipway.platform.instance;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.application.ApplicationStore;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.project.Tenancy;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The running copies of an application.
@Path("/api/v1/projects/{project}/applications/{application}/instances")
@Tag(name = "Instances")
@RunOnVirtualThread
public class InstanceResource {
    private final Tenancy tenancy;
    private final ApplicationStore applications;
    private final InstanceStore instances;

    InstanceResource(Tenancy tenancy, ApplicationStore applications, InstanceStore instances) {
        this.tenancy = tenancy;
        this.applications = applications;
        this.instances = instances;
    }

    /// Newest first, ended ones included as long as they are remembered.
    @GET
    public Page<InstanceAnswer> list(
            @PathParam("project") String projectName,
            @PathParam("application") String name,
            @QueryParam("limit") Integer limit,
            @QueryParam("cursor") String cursor) {
        Page.Request page = Page.Request.of(limit, cursor);
        return tenancy.in(
                projectName,
                Permission.VIEW,
                (sql, project) -> Page.of(
                        instances.page(
                                sql, applications.get(sql, project.id(), name).id(), page),
                        page,
                        instance -> instance,
                        InstanceStore::key));
    }

    @GET
    @Path("/{id}")
    public InstanceAnswer get(
            @PathParam("project") String projectName,
            @PathParam("application") String name,
            @PathParam("id") String id) {
        return tenancy.in(
                projectName,
                Permission.VIEW,
                (sql, project) -> instances
                        .find(sql, applications.get(sql, project.id(), name).id(), id)
                        .orElseThrow(() -> PlatformException.notFound("Instance \"" + id + "\"")));
    }
}

package dev.slipway.platform.instance;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.identity.Permission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The running copies of an application.
@Path("/api/v1/projects/{project}/applications/{application}/instances")
@Tag(name = "Instances")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class InstanceResource {
    private final ApplicationAccess access;
    private final InstanceStore instances;

    InstanceResource(ApplicationAccess access, InstanceStore instances) {
        this.access = access;
        this.instances = instances;
    }

    /// Newest first, ended ones included as long as they are remembered.
    @GET
    @Operation(summary = "The instances of an application, newest first")
    public Page<InstanceAnswer> list(@BeanParam ApplicationPath path, @BeanParam PageQuery query) {
        Page.Request page = query.page();
        return access.in(
                path,
                Permission.VIEW,
                (sql, application) -> Page.of(
                        instances.page(sql, application.id(), page), page, instance -> instance, InstanceStore::key));
    }

    @GET
    @Operation(summary = "An instance")
    @Path("/{id}")
    public InstanceAnswer get(@BeanParam ApplicationPath path, @PathParam("id") String id) {
        return access.in(
                path,
                Permission.VIEW,
                (sql, application) -> instances
                        .find(sql, application.id(), id)
                        .orElseThrow(() -> PlatformException.notFound("Instance \"" + id + "\"")));
    }
}

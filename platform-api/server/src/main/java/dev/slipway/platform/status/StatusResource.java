package dev.slipway.platform.status;

import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.identity.Permission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// How an application does.
@Path("/api/v1/projects/{project}/applications/{application}/status")
@Tag(name = "Applications")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class StatusResource {
    private final ApplicationAccess access;
    private final StatusStore status;

    StatusResource(ApplicationAccess access, StatusStore status) {
        this.access = access;
        this.status = status;
    }

    @GET
    @Operation(summary = "How an application does, why, and what to do")
    public Status get(@BeanParam ApplicationPath path) {
        return access.in(path, Permission.VIEW, (sql, application) -> status.of(sql, application));
    }
}

package dev.slipway.platform.http;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// Leads a browser to what there is to see.
@Path("/")
public class FrontDoor {

    @GET
    @NonBlocking
    @Operation(hidden = true)
    public Response get() {
        return Response.seeOther(URI.create("/api-docs/")).build();
    }
}

package dev.slipway.platform.http;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// Leads a browser to the console.
@Path("/")
public class FrontDoor {

    @GET
    @NonBlocking
    @Operation(hidden = true)
    public Response get() {
        return Response.seeOther(URI.create("/console/")).build();
    }
}

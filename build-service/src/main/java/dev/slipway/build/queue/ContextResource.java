package dev.slipway.build.queue;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.UUID;

/// GET /node/v1/builds/{id}/context?epoch=&contextDir=: the context of a build that is made of a Dockerfile, as one
/// tar. contextDir is the order's, empty for the whole source. A stream without the archive's end broke off. 409
/// when the build does not run under this epoch.
@Path("/node/v1/builds/{id}/context")
@RunOnVirtualThread
public class ContextResource {
    private final BuildSource source;

    ContextResource(BuildSource source) {
        this.source = source;
    }

    @GET
    @Produces("application/x-tar")
    public Response context(
            @PathParam("id") UUID build,
            @QueryParam("epoch") int epoch,
            @QueryParam("contextDir") @DefaultValue("") String contextDir) {
        return source.origin(build, epoch)
                .map(origin -> Response.ok((StreamingOutput) out -> source.writeContext(origin, contextDir, out))
                        .build())
                .orElseGet(BuildProgressResource::refused);
    }
}

package dev.slipway.build.queue;

import dev.slipway.build.source.Destination;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.UUID;

/// GET /node/v1/builds/{id}/source?epoch=&destination=&contextDir=&file=&leave=: the upload as one tar, unpacked at
/// the container's root. contextDir is the order's, empty for the whole source; file, any number of times, names
/// files in the root of the source, and then only these are sent; leave, any number of times, names S2I scripts
/// that stay in the source. A stream without the archive's end broke off. 409 when the build does not run under
/// this epoch.
@Path("/node/v1/builds/{id}/source")
@RunOnVirtualThread
public class SourceResource {
    private final BuildSource source;

    SourceResource(BuildSource source) {
        this.source = source;
    }

    @GET
    @Produces("application/x-tar")
    public Response source(
            @PathParam("id") UUID build,
            @QueryParam("epoch") int epoch,
            @QueryParam("destination") @DefaultValue("/tmp") String path,
            @QueryParam("contextDir") @DefaultValue("") String contextDir,
            @QueryParam("file") List<String> files,
            @QueryParam("leave") List<String> left) {
        Destination destination = destination(path);
        return source.origin(build, epoch)
                .map(origin -> Response.ok((StreamingOutput)
                                out -> source.write(origin, contextDir, files, left, destination, out))
                        .build())
                .orElseGet(BuildProgressResource::refused);
    }

    private static Destination destination(String path) {
        try {
            return new Destination(path);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage(), e);
        }
    }
}

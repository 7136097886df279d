package dev.slipway.build.queue;

import dev.slipway.build.log.FileBuildLogs;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.UUID;

/// POST /node/v1/builds/{id}/log?epoch=&offset=: 204 when the log now ends with the bytes at that offset (the same
/// request twice, after a lost answer, appends once), 409 with the log's length when the offset is another, 409
/// without a body when the build does not run under this epoch.
@Path("/node/v1/builds/{id}/log")
@RunOnVirtualThread
public class LogResource {
    private static final int LARGEST = 1 << 20;

    private final BuildQueue queue;
    private final FileBuildLogs logs;

    LogResource(BuildQueue queue, FileBuildLogs logs) {
        this.queue = queue;
        this.logs = logs;
    }

    @POST
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Produces(MediaType.TEXT_PLAIN)
    public Response append(
            @PathParam("id") UUID build,
            @QueryParam("epoch") int epoch,
            @QueryParam("offset") long offset,
            byte[] content)
            throws IOException {
        byte[] bytes = content == null ? new byte[0] : content;
        if (bytes.length > LARGEST) {
            return Response.status(Response.Status.REQUEST_ENTITY_TOO_LARGE).build();
        }
        long length = logs.append(build, offset, bytes, () -> queue.holds(build, epoch));
        if (length == offset + bytes.length) {
            return Response.noContent().build();
        }
        return length < 0
                ? BuildProgressResource.refused()
                : Response.status(Response.Status.CONFLICT)
                        .entity(Long.toString(length))
                        .build();
    }
}

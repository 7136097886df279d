package dev.slipway.build.queue;

import dev.slipway.model.assignment.FetchedScripts;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.source.ScriptDownloads;
import dev.slipway.model.source.ScriptsUrl;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// GET /node/v1/builds/{id}/scripts?epoch=&url=&name=: S2I scripts from a web server, fetched here because what
/// users name is fetched by the platform only. name, any number of times, says which. The answer may take 30 s. 409
/// when the build does not run under this epoch.
@Path("/node/v1/builds/{id}/scripts")
@RunOnVirtualThread
public class ScriptsResource {
    private final BuildSource source;
    private final ScriptDownloads downloads;

    ScriptsResource(BuildSource source, ScriptDownloads downloads) {
        this.source = source;
        this.downloads = downloads;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response scripts(
            @PathParam("id") UUID build,
            @QueryParam("epoch") int epoch,
            @QueryParam("url") String url,
            @QueryParam("name") List<String> names)
            throws InterruptedException {
        if (source.origin(build, epoch).isEmpty()) {
            return BuildProgressResource.refused();
        }
        return Response.ok(fetched(remote(url), names)).build();
    }

    private FetchedScripts fetched(ScriptsUrl.Remote url, List<String> names) throws InterruptedException {
        try {
            return new FetchedScripts(downloads.fetch(url, names), null);
        } catch (FailedBuild e) {
            return new FetchedScripts(Map.of(), e.getMessage());
        }
    }

    private static ScriptsUrl.Remote remote(String url) {
        try {
            if (url != null && ScriptsUrl.parse(url) instanceof ScriptsUrl.Remote remote) {
                return remote;
            }
        } catch (IllegalArgumentException _) {
            // Refused below.
        }
        throw new BadRequestException("url " + ScriptsUrl.FORM);
    }
}

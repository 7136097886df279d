package dev.slipway.console.http;

import dev.slipway.console.client.PlatformRefusal;
import dev.slipway.console.client.Problem;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/// Hands out the files that pages load.
@Path("/console/assets")
public class AssetPage {
    private final Assets assets;

    AssetPage(Assets assets) {
        this.assets = assets;
    }

    @GET
    @Path("/{name}")
    @NonBlocking
    public Response get(@PathParam("name") String name) {
        Assets.Asset asset = assets.find(name).orElseThrow(() -> new PlatformRefusal(Problem.notFound()));
        return Response.ok(asset.content(), asset.type())
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .build();
    }
}

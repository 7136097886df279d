package dev.slipway.console.http;

import dev.slipway.console.client.PlatformRefusal;
import dev.slipway.console.client.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/// Addresses of the console at which there is nothing.
@Path("/console/{rest:.+}")
@RunOnVirtualThread
public class NowherePage {

    @GET
    public Response get() {
        throw new PlatformRefusal(Problem.notFound());
    }
}

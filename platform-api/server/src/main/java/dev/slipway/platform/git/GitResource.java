package dev.slipway.platform.git;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// The repositories, as git clients reach them.
@Path("/git/{project}/{application}.git")
@RunOnVirtualThread
public class GitResource {
    private static final Logger LOG = System.getLogger(GitResource.class.getName());

    private final GitService git;
    private final RoutingContext exchange;

    GitResource(GitService git, RoutingContext exchange) {
        this.git = git;
        this.exchange = exchange;
    }

    @GET
    @Path("info/refs")
    @Operation(hidden = true)
    public Response refs(
            @PathParam("project") String project,
            @PathParam("application") String application,
            @QueryParam("service") String service,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam("Git-Protocol") String protocol) {
        return response(git.advertise(
                new GitRequest(
                        project, application, authorization, protocol, null, null, InputStream.nullInputStream()),
                service));
    }

    @POST
    @Path("git-upload-pack")
    @Operation(hidden = true)
    public Response fetch(
            @PathParam("project") String project,
            @PathParam("application") String application,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam("Git-Protocol") String protocol,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) String encoding,
            InputStream body) {
        return response(git.serve(
                new GitRequest(project, application, authorization, protocol, type, encoding, body), Service.FETCH));
    }

    @POST
    @Path("git-receive-pack")
    @Operation(hidden = true)
    public Response push(
            @PathParam("project") String project,
            @PathParam("application") String application,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
            @HeaderParam("Git-Protocol") String protocol,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            @HeaderParam(HttpHeaders.CONTENT_ENCODING) String encoding,
            InputStream body) {
        return response(git.serve(
                new GitRequest(project, application, authorization, protocol, type, encoding, body), Service.PUSH));
    }

    private Response response(GitAnswer answer) {
        exchange.addEndHandler(_ -> giveUp(answer));
        Response.ResponseBuilder response =
                Response.status(answer.status()).entity((StreamingOutput) answer.body()::writeTo);
        answer.headers().forEach(response::header);
        return response.build();
    }

    private static void giveUp(GitAnswer answer) {
        try {
            answer.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "an answer to git was not given up", e);
        }
    }
}

package dev.slipway.platform.identity;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.http.Body;
import dev.slipway.platform.http.Idempotency;
import dev.slipway.platform.http.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The people of the installation, for platform administrators.
@Path("/api/v1/users")
@Tag(name = "Identity")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class UserResource {
    private static final int DEFAULT_PROJECTS = 20;

    private final Users users;
    private final Caller caller;
    private final Idempotency idempotency;

    UserResource(Users users, Caller caller, Idempotency idempotency) {
        this.users = users;
        this.caller = caller;
        this.idempotency = idempotency;
    }

    /// projectLimit is how many projects the user may make, 0 or more.
    public record Request(String name, String password, Boolean admin, Integer projectLimit) {
        public Request {
            if (projectLimit != null && projectLimit < 0) {
                throw PlatformException.invalid("projectLimit", "must be 0 or more");
            }
        }
    }

    public record Answer(String name, boolean admin, int projectLimit, Instant createdAt) {
        static Answer of(Users.User user) {
            return new Answer(user.name(), user.admin(), user.projectLimit(), user.createdAt());
        }
    }

    @POST
    public Response create(Request request) {
        caller.requireAdmin();
        return idempotency.once(caller.principal().user(), request, () -> created(request));
    }

    private Response created(Request request) {
        Users.User user = users.create(
                Body.required(request).name(),
                request.password(),
                Boolean.TRUE.equals(request.admin()),
                request.projectLimit() == null ? DEFAULT_PROJECTS : request.projectLimit());
        return Response.created(URI.create("/api/v1/users/" + user.name()))
                .entity(Answer.of(user))
                .build();
    }

    @GET
    public Page<Answer> list() {
        caller.requireAdmin();
        return new Page<>(users.list().stream().map(Answer::of).toList(), null);
    }

    @GET
    @Path("/{name}")
    public Answer get(@PathParam("name") String name) {
        caller.requireAdmin();
        return users.find(name).map(Answer::of).orElseThrow(() -> PlatformException.notFound("User \"" + name + "\""));
    }

    @PATCH
    @Path("/{name}")
    public Answer change(@PathParam("name") String name, Request request) {
        caller.requireAdmin();
        return Answer.of(
                users.change(name, Body.required(request).password(), request.admin(), request.projectLimit()));
    }

    @DELETE
    @Path("/{name}")
    public void delete(@PathParam("name") String name) {
        caller.requireAdmin();
        users.delete(name);
    }
}

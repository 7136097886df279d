package dev.slipway.platform.identity;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.http.Body;
import dev.slipway.platform.http.Idempotency;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.http.Versions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
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
    private final UserProjects projects;
    private final FirstAdministrator first;

    UserResource(Users users, Caller caller, Idempotency idempotency, UserProjects projects, FirstAdministrator first) {
        this.users = users;
        this.caller = caller;
        this.idempotency = idempotency;
        this.projects = projects;
        this.first = first;
    }

    /// projectLimit is how many projects the user may make, 0 or more.
    public record Request(String name, String password, Boolean admin, Integer projectLimit) {
        public Request {
            limit(projectLimit);
        }
    }

    private static void limit(Integer projects) {
        if (projects != null && projects < 0) {
            throw PlatformException.invalid("projectLimit", "must be 0 or more");
        }
    }

    public record Answer(String name, boolean admin, int projectLimit, long version, Instant createdAt) {
        static Answer of(Users.User user) {
            return new Answer(user.name(), user.admin(), user.projectLimit(), user.version(), user.createdAt());
        }
    }

    @POST
    @Operation(summary = "Make a user")
    @APIResponseSchema(value = Answer.class, responseCode = "201")
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
                .tag(String.valueOf(user.version()))
                .entity(Answer.of(user))
                .build();
    }

    @GET
    @Operation(summary = "All users")
    public Page<Answer> list(@BeanParam PageQuery query) {
        caller.requireAdmin();
        Page.Request page = query.page();
        return Page.of(users.page(page), page, Answer::of, Users.User::name);
    }

    @GET
    @Operation(summary = "A user")
    @APIResponseSchema(value = Answer.class, responseCode = "200")
    @Path("/{name}")
    public Response get(@PathParam("name") String name, @HeaderParam("If-None-Match") String ifNoneMatch) {
        caller.requireAdmin();
        Users.User user = users.find(name).orElseThrow(() -> PlatformException.notFound("User \"" + name + "\""));
        return Versions.read(ifNoneMatch, user.version(), Answer.of(user));
    }

    /// What a change names; name may be repeated, not changed. revokeTokens ends every token of the user.
    public record ChangeRequest(
            String name, String password, Boolean admin, Integer projectLimit, Boolean revokeTokens) {
        public ChangeRequest {
            limit(projectLimit);
        }
    }

    @PATCH
    @Operation(summary = "Change a user: password, administrator, project limit")
    @APIResponseSchema(value = Answer.class, responseCode = "200")
    @Path("/{name}")
    public Response change(
            @PathParam("name") String name, @HeaderParam("If-Match") String ifMatch, ChangeRequest request) {
        caller.requireAdmin();
        if (Body.required(request).name() != null && !request.name().equals(name)) {
            throw PlatformException.invalid("name", "cannot be changed");
        }
        Users.User user = users.change(
                name,
                new Users.Change(
                        request.password(),
                        request.admin(),
                        request.projectLimit(),
                        Boolean.TRUE.equals(request.revokeTokens())),
                version -> Versions.check(ifMatch, version));
        if (request.password() != null) {
            first.passwordChanged(name);
        }
        if (Boolean.TRUE.equals(request.revokeTokens())) {
            first.tokensRevoked(name);
        }
        return Versions.tagged(user.version(), Answer.of(user));
    }

    /// What becomes of the projects of a user that is no more: they stay, with their other members.
    public record Deleted(String name, List<String> projects, List<String> withoutAdministrator, String next) {
        static Deleted of(String name, List<UserProjects.Left> projects) {
            List<String> orphans = projects.stream()
                    .filter(UserProjects.Left::withoutAdministrator)
                    .map(UserProjects.Left::project)
                    .toList();
            return new Deleted(
                    name,
                    projects.stream().map(UserProjects.Left::project).toList(),
                    orphans,
                    orphans.isEmpty()
                            ? "Nothing: every project has another administrator."
                            : "These projects run on; platform administrators reach them, and may purge them.");
        }
    }

    @DELETE
    @Operation(summary = "Delete a user; the answer says what becomes of its projects")
    @Path("/{name}")
    public Deleted delete(@PathParam("name") String name, @HeaderParam("If-Match") String ifMatch) {
        caller.requireAdmin();
        Users.User user = users.delete(name, version -> Versions.check(ifMatch, version));
        return Deleted.of(name, projects.of(user.id()));
    }
}

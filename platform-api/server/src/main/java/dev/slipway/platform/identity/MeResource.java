package dev.slipway.platform.identity;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.project.Role;
import dev.slipway.platform.http.Body;
import dev.slipway.platform.http.EventStreams;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The caller.
@Path("/api/v1/me")
@Tag(name = "Identity")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class MeResource {
    private final Users users;
    private final Caller caller;
    private final UserProjects projects;
    private final FirstAdministrator first;

    MeResource(Users users, Caller caller, UserProjects projects, FirstAdministrator first) {
        this.users = users;
        this.caller = caller;
        this.projects = projects;
        this.first = first;
    }

    /// scope is that of the token in use; roles are the caller's in projects, by name.
    public record Answer(
            String name, boolean admin, String scope, int projectLimit, Map<String, Role> roles, Limits limits) {}

    /// projectsMade counts those the caller administers, the trash included; at most projects of them may be made.
    public record Limits(int projects, int projectsMade, int eventStreams) {}

    @GET
    @Operation(summary = "The caller: name, roles, limits")
    public Answer get() {
        Principal principal = caller.principal();
        Users.User user = users.find(principal.name()).orElseThrow();
        Map<String, Role> roles = projects.roles(user.id(), principal.project());
        return new Answer(
                user.name(),
                user.admin(),
                principal.scope().name().toLowerCase(Locale.ROOT),
                user.projectLimit(),
                roles,
                new Limits(user.projectLimit(), projects.made(user.id()), EventStreams.MOST_OF_ONE_USER));
    }

    /// current is the present password; with revokeTokens every token of the caller ends, the one in use included.
    public record PasswordChange(String current, String password, Boolean revokeTokens) {}

    @PUT
    @Operation(summary = "Change the own password; the present one is needed")
    @Path("/password")
    public void changePassword(PasswordChange change) {
        Principal principal = caller.principal();
        principal.requireWholeUser();
        principal.require(Scope.ADMIN);
        if (Body.required(change).password() == null) {
            throw PlatformException.invalid("password", "is required");
        }
        if (change.current() == null
                || users.signIn(principal.name(), change.current()).isEmpty()) {
            throw PlatformException.invalid("current", "is not the present password");
        }
        boolean endTokens = Boolean.TRUE.equals(change.revokeTokens());
        users.change(principal.name(), new Users.Change(change.password(), null, null, endTokens), _ -> {});
        first.passwordChanged(principal.name());
        if (endTokens) {
            first.tokensRevoked(principal.name());
        }
    }
}

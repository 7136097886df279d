package dev.slipway.platform.identity;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.http.Body;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The caller.
@Path("/api/v1/me")
@Tag(name = "Identity")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class MeResource {
    private final Users users;
    private final Caller caller;
    private final FirstPassword firstPassword;

    MeResource(Users users, Caller caller, FirstPassword firstPassword) {
        this.users = users;
        this.caller = caller;
        this.firstPassword = firstPassword;
    }

    public record Answer(String name, boolean admin, String scope, int projectLimit) {}

    public record PasswordChange(String current, String password) {}

    @GET
    public Answer get() {
        Principal principal = caller.principal();
        Users.User user = users.find(principal.name()).orElseThrow();
        return new Answer(
                user.name(),
                user.admin(),
                principal.scope().name().toLowerCase(java.util.Locale.ROOT),
                user.projectLimit());
    }

    @PUT
    @Path("/password")
    public void changePassword(PasswordChange change) {
        Principal principal = caller.principal();
        principal.require(Scope.ADMIN);
        if (Body.required(change).password() == null) {
            throw PlatformException.invalid("password", "is required");
        }
        if (change.current() == null
                || users.signIn(principal.name(), change.current()).isEmpty()) {
            throw PlatformException.invalid("current", "is not the present password");
        }
        users.change(principal.name(), change.password(), null, null);
        firstPassword.forget(principal.name());
    }
}

package dev.slipway.platform.identity;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.http.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// A user's own sessions. A session is a bearer token of 12 h that also ends after 30 min without use.
@Path("/api/v1/sessions")
@Tag(name = "Identity")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SessionResource {
    private static final int LONGEST_NAME = 100;

    private final Tokens tokens;
    private final Caller caller;

    SessionResource(Tokens tokens, Caller caller) {
        this.tokens = tokens;
        this.caller = caller;
    }

    /// name says to people which browser it is, at most 100 characters.
    public record Request(String name) {
        public Request {
            if (name != null && name.length() > LONGEST_NAME) {
                throw PlatformException.invalid("name", "must have at most " + LONGEST_NAME + " characters");
            }
        }
    }

    /// current is the session that asks.
    public record Answer(
            UUID id,
            String name,
            Instant createdAt,
            Instant expiresAt,
            Instant lastUsedAt,
            boolean current,
            String token) {
        static Answer of(Tokens.Token session, boolean current, String text) {
            return new Answer(
                    session.id(),
                    session.name(),
                    session.createdAt(),
                    session.expiresAt(),
                    session.lastUsedAt(),
                    current,
                    text);
        }
    }

    /// Needs the password: a session may all that its user may, which a token perhaps may not.
    @POST
    @Operation(summary = "Sign in with name and password: a session")
    @APIResponseSchema(value = Answer.class, responseCode = "201")
    public Response signIn(Request request) {
        Principal user = caller.principal();
        if (user.expiresAt() != null) {
            throw PlatformException.of(
                    ErrorCode.FORBIDDEN,
                    "A session begins with a password, not with a token.",
                    "Send Authorization: Basic with name and password.");
        }
        String name = request == null || request.name() == null ? "session" : request.name();
        Tokens.Created created = tokens.signIn(user.user(), name);
        return Response.created(URI.create("/api/v1/sessions/" + created.token().id()))
                .entity(Answer.of(created.token(), true, created.text()))
                .build();
    }

    @GET
    @Operation(summary = "The own sessions")
    public Page<Answer> list() {
        Principal user = caller.principal();
        user.requireWholeUser();
        return new Page<>(
                tokens.sessions(user.user()).stream()
                        .map(session -> Answer.of(session, session.id().equals(user.session()), null))
                        .toList(),
                null);
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "End a session")
    public void signOut(@PathParam("id") UUID id) {
        tokens.signOut(whoMayChange().user(), id);
    }

    /// Ends the session that asks.
    @DELETE
    @Path("/current")
    @Operation(summary = "End the session that asks")
    public void signOut() {
        Principal user = caller.principal();
        if (user.session() == null) {
            throw PlatformException.of(
                    ErrorCode.CONFLICT, "This token is no session.", "DELETE /api/v1/tokens/{id} revokes a token.");
        }
        tokens.signOut(user.user(), user.session());
    }

    /// Ends all of the caller's sessions.
    @DELETE
    @Operation(summary = "End all own sessions")
    public void signOutEverywhere() {
        tokens.signOutEverywhere(whoMayChange().user());
    }

    private Principal whoMayChange() {
        Principal user = caller.principal();
        user.requireWholeUser();
        user.require(Scope.WRITE);
        return user;
    }
}

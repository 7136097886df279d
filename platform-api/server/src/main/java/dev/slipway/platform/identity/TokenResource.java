package dev.slipway.platform.identity;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.http.Body;
import dev.slipway.platform.http.Idempotency;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.project.Tenancy;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// A user's own tokens.
@Path("/api/v1/tokens")
@Tag(name = "Identity")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TokenResource {
    private final Tokens tokens;
    private final Caller caller;
    private final Tenancy tenancy;
    private final Idempotency idempotency;

    TokenResource(Tokens tokens, Caller caller, Tenancy tenancy, Idempotency idempotency) {
        this.tokens = tokens;
        this.caller = caller;
        this.tenancy = tenancy;
        this.idempotency = idempotency;
    }

    /// expiresIn is an ISO 8601 duration or period, at most P365D, by default P90D; a token that a token makes ends
    /// with it at the latest.
    public record Request(String name, List<Scope> scopes, String project, String expiresIn) {}

    public record Answer(
            UUID id,
            String name,
            List<String> scopes,
            Instant createdAt,
            Instant expiresAt,
            Instant lastUsedAt,
            String token) {
        static Answer of(Tokens.Token token, String text) {
            return new Answer(
                    token.id(),
                    token.name(),
                    token.scopes(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.lastUsedAt(),
                    text);
        }
    }

    @POST
    @Operation(summary = "Make a token; its text is shown this once")
    @APIResponseSchema(value = Answer.class, responseCode = "201")
    public Response create(Request request) {
        return idempotency.once(caller.principal().user(), request, () -> created(request));
    }

    private Response created(Request request) {
        Principal owner = caller.principal();
        owner.require(Scope.WRITE);
        if (Body.required(request).name() == null || request.name().isBlank()) {
            throw PlatformException.invalid("name", "is required");
        }
        List<Scope> scopes = scopes(request.scopes());
        scopes.forEach(owner::require);
        UUID project = request.project() == null
                ? owner.project()
                : tenancy.in(request.project(), Permission.VIEW, (_, found) -> found.id());
        Tokens.Created created = tokens.create(
                owner.user(), request.name().strip(), scopes, project, life(request.expiresIn()), owner.expiresAt());
        return Response.created(URI.create("/api/v1/tokens/" + created.token().id()))
                .entity(Answer.of(created.token(), created.text()))
                .build();
    }

    private static List<Scope> scopes(List<Scope> asked) {
        if (asked == null || asked.isEmpty()) {
            return List.of(Scope.READ);
        }
        if (asked.contains(null)) {
            throw PlatformException.invalid("scopes", "must be of \"read\", \"deploy\", \"write\" and \"admin\"");
        }
        return asked;
    }

    private static Duration life(String expiresIn) {
        if (expiresIn == null) {
            return Tokens.DEFAULT_LIFE;
        }
        try {
            ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
            return expiresIn.contains("T")
                    ? Duration.parse(expiresIn)
                    : Duration.between(now, now.plus(Period.parse(expiresIn)));
        } catch (DateTimeException | ArithmeticException _) {
            throw PlatformException.invalid("expiresIn", "must be a duration such as \"P90D\" or \"PT12H\"");
        }
    }

    @GET
    @Operation(summary = "The own tokens, without their texts")
    public Page<Answer> list(@BeanParam PageQuery query) {
        caller.principal().requireWholeUser();
        Page.Request page = query.page();
        return Page.of(
                tokens.page(caller.principal().user(), page), page, token -> Answer.of(token, null), Tokens.Token::key);
    }

    @DELETE
    @Operation(summary = "Revoke a token")
    @Path("/{id}")
    public void revoke(@PathParam("id") UUID id) {
        caller.principal().requireWholeUser();
        caller.principal().require(Scope.WRITE);
        tokens.revoke(caller.principal().user(), id);
    }
}

package dev.slipway.platform.registry;

import dev.slipway.database.Database;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.http.Body;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.http.Versions;
import dev.slipway.platform.identity.Caller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Named;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Registries at which nodes sign in for the builder images that builds pull. For platform administrators alone.
@Path("/api/v1/registries")
@Tag(name = "Builders")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RegistryResource {
    private static final long NONE = 0;

    private final Database database;
    private final RegistryStore registries;
    private final Caller caller;

    RegistryResource(@Named("requests") Database database, RegistryStore registries, Caller caller) {
        this.database = database;
        this.registries = registries;
        this.caller = caller;
    }

    /// password may be a token.
    public record Request(String username, String password) {

        @Override
        public String toString() {
            return username;
        }
    }

    @GET
    @Operation(summary = "Registries at which nodes sign in", description = "For platform administrators.")
    public Page<Registry> list(@BeanParam PageQuery query) {
        caller.requireAdmin();
        Page.Request page = query.page();
        List<Registry> found = database.transaction(sql -> registries.page(sql, page));
        return Page.of(found, page, registry -> registry, Registry::host);
    }

    @GET
    @Operation(summary = "A registry, without its password", description = "For platform administrators.")
    @APIResponseSchema(value = Registry.class, responseCode = "200")
    @Path("/{host}")
    public Response get(@PathParam("host") String host) {
        caller.requireAdmin();
        Registry registry =
                database.transaction(sql -> registries.find(sql, host)).orElseThrow(() -> missing(host));
        return Versions.tagged(registry.version(), registry);
    }

    private static PlatformException missing(String host) {
        return PlatformException.of(
                ErrorCode.NOT_FOUND,
                "Nothing is said about the registry \"" + host + "\".",
                "GET /api/v1/registries lists those at which nodes sign in.");
    }

    @PUT
    @Operation(
            summary = "Have nodes sign in at a registry",
            description =
                    "For platform administrators. host is what references of images begin with. Takes the place of"
                            + " what was said before, and is 201 where nothing was; a node learns it with the next build that"
                            + " pulls from there.")
    @APIResponseSchema(value = Registry.class, responseCode = "200")
    @Path("/{host}")
    public Response put(@PathParam("host") String host, @HeaderParam("If-Match") String ifMatch, Request request) {
        caller.requireAdmin();
        Request said = RegistryForm.checked(host, Body.required(request));
        return database.transaction(sql -> {
            Optional<Registry> before = registries.locked(sql, host);
            Versions.check(ifMatch, before.map(Registry::version).orElse(NONE));
            Registry now = registries.put(sql, host, said, caller.principal().name());
            return before.isPresent() ? Versions.tagged(now.version(), now) : created(now);
        });
    }

    private static Response created(Registry registry) {
        return Response.created(URI.create("/api/v1/registries/" + registry.host()))
                .tag(String.valueOf(registry.version()))
                .entity(registry)
                .build();
    }

    @DELETE
    @Operation(
            summary = "Sign in at a registry no more",
            description = "For platform administrators. Images that were pulled stay.")
    @Path("/{host}")
    public void remove(@PathParam("host") String host, @HeaderParam("If-Match") String ifMatch) {
        caller.requireAdmin();
        database.run(sql -> {
            Registry registry = registries.locked(sql, host).orElseThrow(() -> missing(host));
            Versions.check(ifMatch, registry.version());
            registries.remove(sql, host);
        });
    }
}

package dev.slipway.platform.builder;

import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.builder.AddedBuilder.BuilderImage;
import dev.slipway.platform.http.Body;
import dev.slipway.platform.http.Idempotency;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.http.Versions;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Named;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The catalogue of builder images: those that the nodes offer, and those that administrators add.
@Path("/api/v1/builders")
@Tag(name = "Builders")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class BuilderResource {
    private final Database database;
    private final BuilderStore builders;
    private final Caller caller;
    private final Idempotency idempotency;

    BuilderResource(
            @Named("requests") Database database, BuilderStore builders, Caller caller, Idempotency idempotency) {
        this.database = database;
        this.builders = builders;
        this.caller = caller;
        this.idempotency = idempotency;
    }

    /// detects are paths of files in a source, in which * and ? may stand for what is in one name; sample is the URL
    /// of a Git repository to try the builder with.
    public record Request(
            String name,
            String description,
            List<String> tags,
            List<String> detects,
            String sample,
            List<BuilderImage> images) {}

    @GET
    @Operation(summary = "The catalogue of builders")
    public Page<BuilderAnswer> list(@BeanParam PageQuery query) {
        caller.principal().require(Scope.READ);
        Page.Request page = query.page();
        List<BuilderAnswer> rest = database
                .transaction(sql -> BuilderAnswer.all(builders.catalogue(sql, null), name -> builders.find(sql, name)))
                .stream()
                .filter(builder -> builder.name().compareTo(page.afterName()) > 0)
                .limit(page.limit() + 1L)
                .toList();
        return Page.of(rest, page, builder -> builder, BuilderAnswer::name);
    }

    @GET
    @Operation(summary = "A builder; with an ETag where an administrator added it")
    @APIResponseSchema(value = BuilderAnswer.class, responseCode = "200")
    @Path("/{name}")
    public Response get(@PathParam("name") String name) {
        caller.principal().require(Scope.READ);
        return database.transaction(sql -> answer(sql, name, Response.ok()));
    }

    private Response answer(Sql sql, String name, Response.ResponseBuilder response) {
        BuilderAnswer answer = BuilderAnswer.all(builders.catalogue(sql, name), one -> builders.find(sql, one)).stream()
                .findFirst()
                .orElseThrow(() -> missing(name));
        if (answer.version() != null) {
            response.tag(String.valueOf(answer.version()));
        }
        return response.entity(answer).build();
    }

    private static PlatformException missing(String name) {
        return PlatformException.of(
                ErrorCode.NOT_FOUND,
                "Builder \"" + name + "\" was not found.",
                "GET /api/v1/builders lists those that are here.");
    }

    @POST
    @Operation(
            summary = "Add any Source-to-Image builder image to the catalogue",
            description = "For platform administrators. An image is looked for by its reference in the engine of each"
                    + " node; fault of the answer says, some seconds later, what stands against building with it.")
    @APIResponseSchema(value = BuilderAnswer.class, responseCode = "201")
    public Response add(Request request) {
        caller.requireAdmin();
        Request wanted = BuilderForm.checked(Body.required(request));
        return idempotency.once(caller.principal().user(), request, () -> added(wanted));
    }

    private Response added(Request wanted) {
        return database.transaction(sql -> {
            if (builders.ownOfNodes(sql, wanted.name())) {
                throw taken(wanted.name(), "is the name of a builder that nodes have of their own");
            }
            if (!builders.add(sql, wanted, caller.principal().name())) {
                throw taken(wanted.name(), "was added already");
            }
            return answer(sql, wanted.name(), Response.created(URI.create("/api/v1/builders/" + wanted.name())));
        });
    }

    private static PlatformException taken(String name, String why) {
        return PlatformException.field(
                ErrorCode.NAME_TAKEN,
                "name",
                "\"" + name + "\" " + why,
                "Choose another name, such as \"" + name + "-custom\"; PUT changes what was added.");
    }

    @PUT
    @Operation(
            summary = "Change a builder that was added: all of it but its name",
            description = "For platform administrators. What is left out is taken away.")
    @APIResponseSchema(value = BuilderAnswer.class, responseCode = "200")
    @Path("/{name}")
    public Response change(@PathParam("name") String name, @HeaderParam("If-Match") String ifMatch, Request request) {
        caller.requireAdmin();
        Request said = Body.required(request);
        if (said.name() != null && !said.name().equals(name)) {
            throw PlatformException.invalid("name", "cannot be changed");
        }
        Request wanted = BuilderForm.checked(
                new Request(name, said.description(), said.tags(), said.detects(), said.sample(), said.images()));
        return database.transaction(sql -> {
            Versions.check(ifMatch, locked(sql, name).version());
            builders.change(sql, wanted);
            return answer(sql, name, Response.ok());
        });
    }

    /// Throws NOT_FOUND, or CONFLICT for a builder that nobody added.
    private AddedBuilder locked(Sql sql, String name) {
        return builders.locked(sql, name).orElseThrow(() -> builders.ownOfNodes(sql, name) ? own(name) : missing(name));
    }

    private static PlatformException own(String name) {
        return PlatformException.of(
                ErrorCode.CONFLICT,
                "\"" + name + "\" is a builder that nodes have of their own; only what was added can be changed.",
                "Remove its image from the engine of the node, or add another builder under another name.");
    }

    @DELETE
    @Operation(
            summary = "Remove a builder that was added",
            description = "For platform administrators. What was built with it runs on; the next build that wants it"
                    + " fails with BuilderNotFound and says that it was removed. The image stays in the engines.")
    @Path("/{name}")
    public void remove(@PathParam("name") String name, @HeaderParam("If-Match") String ifMatch) {
        caller.requireAdmin();
        database.run(sql -> {
            Versions.check(ifMatch, locked(sql, name).version());
            builders.remove(sql, name);
        });
    }
}

package dev.slipway.platform.credential;

import dev.slipway.database.Sql;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.project.Project;
import dev.slipway.platform.credential.CredentialForm.Wanted;
import dev.slipway.platform.http.Body;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.http.Versions;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.project.Tenancy;
import io.smallrye.common.annotation.RunOnVirtualThread;
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
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Credentials of a project for Git servers. Their secrets go in and never come out.
@Path("/api/v1/projects/{project}/credentials")
@Tag(name = "Credentials")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CredentialResource {
    private static final int MOST = 100;

    private final Tenancy tenancy;
    private final CredentialStore credentials;

    CredentialResource(Tenancy tenancy, CredentialStore credentials) {
        this.tenancy = tenancy;
        this.credentials = credentials;
    }

    /// type is `basic` (username, password), `token` (token, and username where the server looks at it),
    /// `ssh` (privateKey, or generate true, and knownHosts) or `ca`; url is the host, or what lies below
    /// a path of it; ca is PEM and goes with every type but ssh. A password, token or key that is left
    /// out stays as it is, as long as type and url do.
    public record Request(
            String type,
            String url,
            String username,
            String password,
            String token,
            String ca,
            String privateKey,
            Boolean generate,
            String knownHosts) {
        @Override
        public String toString() {
            return "a credential for " + url;
        }
    }

    @GET
    @Operation(summary = "The credentials of a project, without their secrets")
    public Page<CredentialAnswer> list(@PathParam("project") String project, @BeanParam PageQuery query) {
        Page.Request page = query.page();
        return tenancy.in(
                project,
                Permission.VIEW,
                (sql, found) ->
                        Page.of(credentials.page(sql, found.id(), page), page, CredentialAnswer::of, Credential::name));
    }

    @GET
    @Operation(summary = "A credential, without its secret")
    @APIResponseSchema(value = CredentialAnswer.class, responseCode = "200")
    @Path("/{name}")
    public Response get(
            @PathParam("project") String project,
            @PathParam("name") String name,
            @HeaderParam("If-None-Match") String ifNoneMatch) {
        return tenancy.in(project, Permission.VIEW, (sql, found) -> {
            Credential credential = credentials.find(sql, found.id(), name).orElseThrow(() -> missing(name));
            return Versions.read(ifNoneMatch, credential.version(), CredentialAnswer.of(credential));
        });
    }

    private static PlatformException missing(String name) {
        return PlatformException.notFound("Credential \"" + name + "\"");
    }

    @PUT
    @Operation(
            summary = "Make or change a credential",
            description = "A password, token or key that is left out stays as it is; it is needed again where type or"
                    + " url change, so that nobody can have it used elsewhere. For ssh generate makes a key, whose public"
                    + " half is in the answer.")
    @APIResponseSchema(value = CredentialAnswer.class, responseCode = "200")
    @Path("/{name}")
    public Response put(
            @PathParam("project") String project,
            @PathParam("name") String name,
            @HeaderParam("If-Match") String ifMatch,
            Request request) {
        Wanted wanted = CredentialForm.checked(Body.required(request));
        return tenancy.in(project, Permission.CHANGE, (sql, found) -> {
            Credential now = credentials.locked(sql, found.id(), name).orElse(null);
            if (now == null) {
                create(sql, found, CredentialForm.name(name), ifMatch, wanted);
            } else {
                Versions.check(ifMatch, now.version());
                change(sql, now, wanted);
            }
            Credential written = credentials.find(sql, found.id(), name).orElseThrow();
            return Response.status(now == null ? Response.Status.CREATED : Response.Status.OK)
                    .location(URI.create("/api/v1/projects/" + project + "/credentials/" + name))
                    .tag(String.valueOf(written.version()))
                    .entity(CredentialAnswer.of(written))
                    .build();
        });
    }

    private void create(Sql sql, Project project, String name, String ifMatch, Wanted wanted) {
        if (ifMatch != null) {
            throw PlatformException.of(
                    ErrorCode.PRECONDITION_FAILED,
                    "There is no credential \"" + name + "\" that you could have read.",
                    "Leave If-Match out to make it.");
        }
        requireSecret(wanted, "is required");
        if (credentials.count(sql, project.id()) >= MOST) {
            throw PlatformException.of(
                    ErrorCode.CONFLICT, "The project has " + MOST + " credentials already.", "Delete one.");
        }
        if (!credentials.create(sql, project, name, wanted, tenancy.caller().name())) {
            throw PlatformException.of(
                    ErrorCode.CONFLICT, "Somebody else has just made \"" + name + "\".", "GET it, then change it.");
        }
    }

    private static void requireSecret(Wanted wanted, String why) {
        if (wanted.secret() == null) {
            switch (wanted.type()) {
                case BASIC -> throw PlatformException.invalid("password", why);
                case TOKEN -> throw PlatformException.invalid("token", why);
                case SSH -> throw PlatformException.invalid("privateKey", why + "; or generate true makes a key");
                case CA -> {}
            }
        }
    }

    private void change(Sql sql, Credential now, Wanted wanted) {
        if (wanted.type() != now.type() || !Objects.equals(wanted.below(), now.below())) {
            requireSecret(wanted, "is needed again, because type or url change");
        }
        List<String> outside = credentials.users(sql, now).stream()
                .filter(user -> !wanted.below().covers(user.url()))
                .map(CredentialStore.User::application)
                .toList();
        if (!outside.isEmpty()) {
            throw inUse(now, outside, "cannot be taken to " + wanted.below(), "Make another credential for that URL.");
        }
        credentials.change(sql, now, wanted);
    }

    private static PlatformException inUse(Credential credential, List<String> by, String refused, String next) {
        return PlatformException.of(
                ErrorCode.CONFLICT,
                "\"" + credential.name() + "\" " + refused + ": the sources of " + String.join(", ", by) + " name it.",
                next);
    }

    @DELETE
    @Operation(
            summary = "Remove a credential",
            description = "Refused with CONFLICT while the source of an application names it; one that is only matched"
                    + " by URL goes at once.")
    @Path("/{name}")
    public void delete(
            @PathParam("project") String project,
            @PathParam("name") String name,
            @HeaderParam("If-Match") String ifMatch) {
        tenancy.in(project, Permission.CHANGE, (sql, found) -> {
            Credential now = credentials.locked(sql, found.id(), name).orElseThrow(() -> missing(name));
            Versions.check(ifMatch, now.version());
            if (!now.usedBy().isEmpty()) {
                throw inUse(
                        now,
                        now.usedBy(),
                        "cannot be removed",
                        "Change source.git.credential of these first; or PUT another secret, if this one got known.");
            }
            credentials.delete(sql, now.id());
            return null;
        });
    }
}

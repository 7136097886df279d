package dev.slipway.platform.webhook;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.application.Addresses;
import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.http.Body;
import dev.slipway.platform.http.Idempotency;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The webhooks of an application: who may tell of pushes, and what of it is built.
@Path("/api/v1/projects/{project}/applications/{application}/webhooks")
@Tag(name = "Webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class WebhookResource {
    private static final int MOST = 10;
    private static final Duration USUAL_OVERLAP = Duration.ofDays(1);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

    private final ApplicationAccess access;
    private final WebhookStore webhooks;
    private final HookSecrets secrets;
    private final Refusals refusals;
    private final Idempotency idempotency;
    private final Caller caller;
    private final Addresses addresses;

    WebhookResource(
            ApplicationAccess access,
            WebhookStore webhooks,
            HookSecrets secrets,
            Refusals refusals,
            Idempotency idempotency,
            Caller caller,
            Addresses addresses) {
        this.access = access;
        this.webhooks = webhooks;
        this.secrets = secrets;
        this.refusals = refusals;
        this.idempotency = idempotency;
        this.caller = caller;
        this.addresses = addresses;
    }

    /// sender is one of `github`, `gitlab`, `gitea`, `bitbucket`, `bitbucket-server` and `generic`.
    /// pushes is whether those of the source's ref are built (true). tags are patterns of names that are
    /// built besides, paths those of which a push must change one. repository is the address that the
    /// sender knows the source by, "" for the source's own.
    public record Request(
            String name,
            String sender,
            Boolean enabled,
            Boolean pushes,
            List<String> tags,
            Boolean pullRequests,
            List<String> paths,
            String repository) {}

    /// overlap is how long the secret before counts besides, at most P7D, by default P1D.
    public record Rotation(Duration overlap) {}

    /// url and secret are for the sender; secret is null but when it was just made. refused tells of deliveries
    /// that proved nothing since the platform started, null where there were none.
    public record Answer(
            UUID id,
            String name,
            String sender,
            boolean enabled,
            String url,
            String secret,
            boolean pushes,
            List<String> tags,
            boolean pullRequests,
            List<String> paths,
            String repository,
            int secretVersion,
            Instant previousSecretUntil,
            int lastDelivery,
            Refusals.Refused refused,
            Instant createdAt,
            String createdBy,
            Instant rotatedAt,
            Map<String, String> links) {}

    private Answer answer(ApplicationPath path, Webhook webhook, String secret) {
        Filters filters = webhook.filters();
        String self = path.below("/webhooks/" + webhook.id()).toString();
        return new Answer(
                webhook.id(),
                webhook.name(),
                webhook.sender().word(),
                webhook.enabled(),
                addresses.url() + "/hooks/" + webhook.id(),
                secret,
                filters.pushes(),
                filters.tags(),
                filters.pullRequests(),
                filters.paths(),
                filters.repository(),
                webhook.secretVersion(),
                webhook.previousUntil(),
                webhook.lastDelivery(),
                refusals.of(webhook.id()).orElse(null),
                webhook.createdAt(),
                webhook.createdBy(),
                webhook.rotatedAt(),
                Map.of("self", self, "deliveries", self + "/deliveries"));
    }

    @GET
    @Operation(summary = "The webhooks of an application, the oldest first")
    public Page<Answer> list(@BeanParam ApplicationPath path) {
        return access.in(
                path,
                Permission.VIEW,
                (sql, application) -> new Page<>(
                        webhooks.list(sql, application.id()).stream()
                                .map(webhook -> answer(path, webhook, null))
                                .toList(),
                        null));
    }

    @POST
    @Operation(summary = "Make a webhook; its secret is shown this once")
    @APIResponseSchema(value = Answer.class, responseCode = "201")
    public Response create(@BeanParam ApplicationPath path, Request request) {
        return idempotency.once(caller.principal().user(), request, () -> {
            Answer made = access.in(
                    path,
                    Permission.CHANGE,
                    (sql, application) -> created(sql, path, application, Body.required(request)));
            return Response.created(path.below("/webhooks/" + made.id()))
                    .entity(made)
                    .build();
        });
    }

    private Answer created(Sql sql, ApplicationPath path, Application application, Request request) {
        Sender sender = Sender.of(request.sender());
        if (webhooks.list(sql, application.id()).size() >= MOST) {
            throw PlatformException.of(
                    ErrorCode.CONFLICT, "The application has " + MOST + " webhooks already.", "Delete one.");
        }
        UUID id = UUID.randomUUID();
        String secret = secrets.make();
        byte[] sealed = secrets.seal(secret, HookSecrets.context(application.projectId(), application.id(), id, 1))
                .text();
        Webhook made = webhooks.create(
                sql,
                application,
                id,
                WebhookForm.name(request.name(), sender.word()),
                sender,
                !Boolean.FALSE.equals(request.enabled()),
                WebhookForm.filters(request, Filters.USUAL),
                sealed,
                caller.principal().name());
        return answer(path, made, secret);
    }

    @GET
    @Operation(summary = "A webhook, without its secret")
    @Path("/{id}")
    public Answer get(@BeanParam ApplicationPath path, @PathParam("id") UUID id) {
        return access.in(
                path,
                Permission.VIEW,
                (sql, application) -> answer(path, webhooks.get(sql, application.id(), id), null));
    }

    @PATCH
    @Operation(summary = "Change what of a webhook's deliveries is built, or disable it")
    @Path("/{id}")
    public Answer change(@BeanParam ApplicationPath path, @PathParam("id") UUID id, Request request) {
        return access.in(path, Permission.CHANGE, (sql, application) -> {
            Webhook webhook = webhooks.get(sql, application.id(), id);
            if (Body.required(request).sender() != null
                    && !request.sender().equals(webhook.sender().word())) {
                throw PlatformException.invalid("sender", "cannot be changed; make another webhook");
            }
            webhooks.change(
                    sql,
                    id,
                    WebhookForm.name(request.name(), webhook.name()),
                    request.enabled() == null ? webhook.enabled() : request.enabled(),
                    WebhookForm.filters(request, webhook.filters()));
            return answer(path, webhooks.get(sql, application.id(), id), null);
        });
    }

    @DELETE
    @Operation(summary = "Remove a webhook and its deliveries")
    @Path("/{id}")
    public void delete(@BeanParam ApplicationPath path, @PathParam("id") UUID id) {
        access.in(path, Permission.CHANGE, (sql, application) -> {
            webhooks.delete(sql, webhooks.get(sql, application.id(), id).id());
            return null;
        });
    }

    @POST
    @Operation(
            summary = "Make another secret, which is shown this once",
            description = "The one before counts besides for as long as overlap says, P1D unless told otherwise.")
    @APIResponseSchema(value = Answer.class, responseCode = "201")
    @Path("/{id}/rotation")
    public Response rotate(@BeanParam ApplicationPath path, @PathParam("id") UUID id, Rotation request) {
        return idempotency.once(caller.principal().user(), request, () -> {
            Answer rotated = access.in(
                    path, Permission.CHANGE, (sql, application) -> rotated(sql, path, application, id, request));
            return Response.created(path.below("/webhooks/" + id))
                    .entity(rotated)
                    .build();
        });
    }

    private Answer rotated(Sql sql, ApplicationPath path, Application application, UUID id, Rotation request) {
        Duration overlap = request == null || request.overlap() == null ? USUAL_OVERLAP : request.overlap();
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw PlatformException.invalid("overlap", "must be PT0S to P7D");
        }
        Webhook webhook = webhooks.get(sql, application.id(), id);
        String secret = secrets.make();
        String context =
                HookSecrets.context(webhook.projectId(), webhook.applicationId(), id, webhook.secretVersion() + 1);
        webhooks.rotate(sql, id, secrets.seal(secret, context).text(), overlap);
        return answer(path, webhooks.get(sql, application.id(), id), secret);
    }
}

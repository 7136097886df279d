package dev.slipway.platform.webhook;

import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The deliveries of a webhook: what came, what was decided and why.
@Path("/api/v1/projects/{project}/applications/{application}/webhooks/{id}/deliveries")
@Tag(name = "Webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DeliveryResource {
    private final ApplicationAccess access;
    private final WebhookStore webhooks;
    private final DeliveryStore store;
    private final Deliveries deliveries;
    private final Caller caller;

    DeliveryResource(
            ApplicationAccess access,
            WebhookStore webhooks,
            DeliveryStore store,
            Deliveries deliveries,
            Caller caller) {
        this.access = access;
        this.webhooks = webhooks;
        this.store = store;
        this.deliveries = deliveries;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "The last deliveries of a webhook, newest first, without their facts")
    public Page<Delivery> list(@BeanParam ApplicationPath path, @PathParam("id") UUID id, @BeanParam PageQuery query) {
        Page.Request page = query.page();
        return access.in(path, Permission.VIEW, (sql, application) -> {
            Webhook webhook = webhooks.get(sql, application.id(), id);
            return Page.of(store.page(sql, webhook.id(), page), page, Delivery::brief, Delivery::number);
        });
    }

    @GET
    @Operation(summary = "A delivery: what it said, what was decided and why")
    @Path("/{number}")
    public Delivery get(@BeanParam ApplicationPath path, @PathParam("id") UUID id, @PathParam("number") int number) {
        return access.in(
                path,
                Permission.VIEW,
                (sql, application) ->
                        store.get(sql, webhooks.get(sql, application.id(), id).id(), number));
    }

    @POST
    @Operation(summary = "Decide a delivery again, with the present settings")
    @Path("/{number}/replay")
    public Delivery replay(@BeanParam ApplicationPath path, @PathParam("id") UUID id, @PathParam("number") int number) {
        Delivery replayed = access.in(path, Permission.DEPLOY, (sql, application) -> {
            Webhook webhook = webhooks.get(sql, application.id(), id);
            return deliveries.replay(
                    sql, application, webhook, number, caller.principal().name());
        });
        deliveries.ring(replayed);
        return replayed;
    }
}

package dev.slipway.platform.webhook;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.http.Body;
import dev.slipway.platform.webhook.Doorkeeper.Admitted;
import dev.slipway.platform.webhook.WebhookStore.Known;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Where senders deliver. Nobody signs in here: the secret of the webhook is the sign-in.
@Path("/hooks/{webhook}")
@Tag(name = "Webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HookResource {
    private static final String FORM = MediaType.APPLICATION_FORM_URLENCODED;
    private static final String PAYLOAD = "payload=";
    private static final Set<String> TYPES = Set.of("", MediaType.APPLICATION_JSON, FORM);

    private final Doorkeeper doorkeeper;
    private final Pace pace;
    private final Deliveries deliveries;
    private final WebhookConfig config;
    private final Semaphore places;

    HookResource(Doorkeeper doorkeeper, Pace pace, Deliveries deliveries, WebhookConfig config) {
        this.doorkeeper = doorkeeper;
        this.pace = pace;
        this.deliveries = deliveries;
        this.config = config;
        this.places = new Semaphore(config.atATime(), true);
    }

    /// delivery is its number among those of the webhook.
    public record Answer(
            int delivery, Reason.Decision decision, Reason reason, String message, String next, Integer build) {
        static Answer of(Delivery taken) {
            return new Answer(
                    taken.number(), taken.decision(), taken.reason(), taken.message(), taken.next(), taken.build());
        }
    }

    @POST
    @Operation(
            summary = "Deliver what happened to a repository",
            description =
                    "For senders that know the webhook's secret; docs/guides/webhooks.md tells how each proves it."
                            + " 200 says what was decided and why. Without a right proof, and for a webhook that is not there:"
                            + " 401. What came before: 409.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)))
    public Answer deliver(
            @PathParam("webhook") String webhook,
            @Context HttpHeaders headers,
            @Context RoutingContext connection,
            InputStream body)
            throws InterruptedException {
        String type = Body.type(headers);
        if (!TYPES.contains(type)) {
            throw PlatformException.of(
                    ErrorCode.UNSUPPORTED_TYPE,
                    "This content type is not taken here.",
                    "Let the sender send application/json.");
        }
        byte[] raw = received(connection, body);
        Admitted admitted = doorkeeper.let(webhook, headers::getHeaderString, raw);
        Known known = admitted.webhook();
        pace.take(known.id());
        Facts facts = known.sender().read(headers::getHeaderString, Payload.of(text(type, raw)));
        String id = known.sender().delivery(headers::getHeaderString);
        return Answer.of(deliveries.take(known, id, admitted.proof().signed(), raw, facts));
    }

    /// Nothing of it is looked at before all of it is there. Throws TOO_LARGE, UNAVAILABLE and MALFORMED.
    private byte[] received(RoutingContext connection, InputStream body) throws InterruptedException {
        int most = Math.toIntExact(config.maxBody().value());
        if (!places.tryAcquire(1, TimeUnit.SECONDS)) {
            throw PlatformException.of(
                    ErrorCode.UNAVAILABLE, "Too many deliveries at a time.", "Send it again in some seconds.");
        }
        long timer = connection
                .vertx()
                .setTimer(
                        config.deadline().toMillis(),
                        _ -> connection.request().connection().close());
        try {
            byte[] raw = body.readNBytes(most + 1);
            if (raw.length > most) {
                throw tooLarge();
            }
            return raw;
        } catch (IOException e) {
            throw PlatformException.of(ErrorCode.MALFORMED, "The delivery broke off before its end.", "Send it again.");
        } finally {
            connection.vertx().cancelTimer(timer);
            places.release();
        }
    }

    private PlatformException tooLarge() {
        return PlatformException.of(
                ErrorCode.TOO_LARGE,
                "The delivery is larger than " + config.maxBody() + " (slipway.webhooks.max-body).",
                "Nothing was built of it; POST …/refresh looks at the Git URL.");
    }

    /// GitHub's and Gitea's form has the JSON in one field.
    private static String text(String type, byte[] raw) {
        String text = new String(raw, StandardCharsets.UTF_8);
        if (!type.equals(FORM)) {
            return text;
        }
        for (String field : text.split("&")) {
            if (field.startsWith(PAYLOAD)) {
                return decoded(field.substring(PAYLOAD.length()));
            }
        }
        return text;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return value;
        }
    }
}

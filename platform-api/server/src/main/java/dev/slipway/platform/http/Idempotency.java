package dev.slipway.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.model.event.Bell;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.secret.Sealer;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Honours Idempotency-Key: the effect of a request and the answer kept for its repetition are one transaction, so
/// whatever dies in between leaves both or neither. Refusals are not kept: what was refused is tried again.
@Singleton
public class Idempotency {
    private static final String KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Database requests;
    private final IdempotencyStore answers;
    private final ObjectMapper json;
    private final SecretKeySpec fingerprint;
    private final Bell bell;
    private final HttpHeaders headers;
    private final UriInfo address;
    private final Request request;

    Idempotency(
            @Named("requests") Database requests,
            Sealer sealer,
            ObjectMapper json,
            Bell bell,
            HttpHeaders headers,
            UriInfo address,
            Request request) {
        this.requests = requests;
        this.answers = new IdempotencyStore(sealer);
        this.json = json;
        this.fingerprint = new SecretKeySpec(sealer.derive("idempotency"), "HmacSHA256");
        this.bell = bell;
        this.headers = headers;
        this.address = address;
        this.request = request;
    }

    /// Does the work, or, where the user sent the same request with the same key within 24 hours, gives its answer
    /// again. The work must not wait for what follows from its own commit. Throws IDEMPOTENCY_MISMATCH where
    /// the key came with another request, and CONFLICT while the first request is under way.
    public Response once(UUID user, Object body, Supplier<Response> work) {
        String key = headers.getHeaderString(KEY);
        if (key == null) {
            return work.get();
        }
        if (!FORM.matcher(key).matches()) {
            throw PlatformException.invalid(KEY, "must be 1 to 200 visible ASCII characters");
        }
        byte[] print = print(body);
        Response answer = requests.transaction(sql -> once(sql, user, key, print, work));
        bell.ring(Bell.Topic.values()); // the work rang before its commit
        return answer;
    }

    private Response once(Sql sql, UUID user, String key, byte[] print, Supplier<Response> work) {
        if (!IdempotencyStore.claim(sql, user, key)) {
            throw PlatformException.of(
                            ErrorCode.CONFLICT,
                            "A request with this Idempotency-Key is still under way.",
                            "Send it again in a second; you get the first one's answer.")
                    .retryAfter(SOON);
        }
        return answers.find(sql, user, key)
                .map(kept -> replayed(kept, print))
                .orElseGet(() -> done(sql, user, key, print, work));
    }

    private static Response replayed(IdempotencyStore.Kept kept, byte[] print) {
        if (!MessageDigest.isEqual(kept.request(), print)) {
            throw PlatformException.field(
                    ErrorCode.IDEMPOTENCY_MISMATCH,
                    KEY,
                    "was used for another request in the last 24 hours",
                    "Use a new key for a new request.");
        }
        Response.ResponseBuilder answer = Response.status(kept.status()).header(REPLAYED, true);
        if (kept.location() != null) {
            answer.location(URI.create(kept.location()));
        }
        if (kept.tag() != null) {
            answer.tag(kept.tag());
        }
        return kept.body() == null
                ? answer.build()
                : answer.type(MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8"))
                        .entity(kept.body())
                        .build();
    }

    private Response done(Sql sql, UUID user, String key, byte[] print, Supplier<Response> work) {
        Response answer = work.get();
        answers.keep(
                sql,
                user,
                key,
                new IdempotencyStore.Kept(
                        print,
                        answer.getStatus(),
                        answer.getLocation() == null
                                ? null
                                : answer.getLocation().toString(),
                        answer.getEntityTag() == null
                                ? null
                                : answer.getEntityTag().getValue(),
                        answer.getEntity() == null ? null : text(answer.getEntity())));
        return answer;
    }

    /// Keyed, for a body may hold a password.
    private byte[] print(Object body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(fingerprint);
            mac.update((request.getMethod() + " " + address.getRequestUri().getRawPath() + "?"
                            + address.getRequestUri().getRawQuery() + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(text(body).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}

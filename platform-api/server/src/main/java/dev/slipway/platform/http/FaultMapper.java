package dev.slipway.platform.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.slipway.database.Outage;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/// The one place that turns what went wrong into an answer.
public class FaultMapper {
    private static final Logger LOG = System.getLogger(FaultMapper.class.getName());
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final String GIT = "/git/";

    private final RequestId requestId;

    FaultMapper(RequestId requestId) {
        this.requestId = requestId;
    }

    @ServerExceptionMapper
    public Response refused(PlatformException fault) {
        return answer(fault);
    }

    @ServerExceptionMapper
    public Response unreadable(JacksonException fault) {
        return answer(JsonFaults.explain(fault));
    }

    /// Named apart because the framework brings a mapper of its own for it.
    @ServerExceptionMapper
    public Response mismatched(MismatchedInputException fault) {
        return answer(JsonFaults.explain(fault));
    }

    @ServerExceptionMapper
    public Response notServed(WebApplicationException fault) {
        return fault.getCause() instanceof JacksonException json
                ? answer(JsonFaults.explain(json))
                : answer(explain(fault));
    }

    /// Checked ones too: a transaction that does not commit throws such.
    @ServerExceptionMapper
    public Response unexpected(Exception fault, SimpleResourceInfo matched) {
        if (Outage.in(fault)) {
            LOG.log(
                    Level.WARNING,
                    "request {0}: the database does not answer: {1}",
                    requestId.value(),
                    fault.toString());
            return away(matched);
        }
        LOG.log(Level.ERROR, "request " + requestId.value() + " failed", fault);
        return answer(PlatformException.of(
                ErrorCode.INTERNAL,
                "Something went wrong inside Slipway; the request id finds it in the platform's log.",
                "Try again; if it stays so, give the request id to the administrator."));
    }

    private Response away(SimpleResourceInfo matched) {
        PlatformException refusal = PlatformException.of(
                ErrorCode.UNAVAILABLE,
                "Slipway's database does not answer just now. Whether the request took effect is not known.",
                "Try again in a few seconds, a POST with its Idempotency-Key; applications run on meanwhile.");
        return MatchedAddress.of(matched).below(GIT) ? plain(refusal) : answer(refusal);
    }

    /// As git shows it to whoever pushes or fetches.
    private static Response plain(PlatformException refusal) {
        return Response.status(refusal.code().status())
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .header(HttpHeaders.RETRY_AFTER, RETRY.toSeconds())
                .entity(refusal.detail() + "\n" + refusal.next() + "\n")
                .build();
    }

    private static PlatformException explain(WebApplicationException fault) {
        return switch (fault.getResponse().getStatus()) {
            case 400 ->
                PlatformException.of(ErrorCode.MALFORMED, "A parameter cannot be read.", "Compare with /api-docs.");
            case 404 -> PlatformException.of(ErrorCode.NOT_FOUND, "There is nothing here.", "GET /api/v1 lists links.");
            case 405 ->
                PlatformException.of(
                        ErrorCode.METHOD_NOT_ALLOWED, "That method is not taken here.", "Compare with /api-docs.");
            case 406 ->
                PlatformException.of(
                        ErrorCode.NOT_ACCEPTABLE,
                        "Nothing of what Accept asks for can be given.",
                        "Accept application/json.");
            case 413 -> PlatformException.of(ErrorCode.TOO_LARGE, "The body is too large.", "Send less.");
            case 415 ->
                PlatformException.of(
                        ErrorCode.UNSUPPORTED_TYPE,
                        "This content type is not taken here.",
                        "Send the header Content-Type: application/json.");
            default -> throw fault;
        };
    }

    private Response answer(PlatformException fault) {
        Response.ResponseBuilder answer = Response.status(fault.code().status())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(Problem.of(fault, requestId.value()));
        retryAfter(fault).ifPresent(time -> answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, time.toSeconds())));
        return answer.build();
    }

    private static Optional<Duration> retryAfter(PlatformException fault) {
        return fault.retryAfter().or(() -> switch (fault.code()) {
            case RATE_LIMITED, QUEUE_FULL, UNAVAILABLE -> Optional.of(RETRY);
            default -> Optional.empty();
        });
    }
}

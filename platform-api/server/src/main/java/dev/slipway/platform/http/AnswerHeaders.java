package dev.slipway.platform.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// What every answer carries.
public class AnswerHeaders {
    private final RequestId requestId;

    AnswerHeaders(RequestId requestId) {
        this.requestId = requestId;
    }

    @ServerResponseFilter
    public void add(ContainerRequestContext request, ContainerResponseContext answer) {
        answer.getHeaders().putSingle("X-Request-Id", requestId.value());
        answer.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
        if (!answer.getHeaders().containsKey(HttpHeaders.CACHE_CONTROL)) {
            answer.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        if (answer.getEntity() instanceof Page<?> page && page.next() != null) {
            answer.getHeaders().putSingle(HttpHeaders.LINK, next(request.getUriInfo(), page.next()));
        }
    }

    /// RFC 8288, relative to this address.
    private static String next(UriInfo address, String cursor) {
        URI next = address.getRequestUriBuilder()
                .replaceQueryParam("cursor", cursor)
                .build();
        return "<" + next.getRawPath() + "?" + next.getRawQuery() + ">; rel=\"next\"";
    }
}

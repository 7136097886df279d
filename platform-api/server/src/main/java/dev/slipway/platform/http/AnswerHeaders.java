package dev.slipway.platform.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
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
    }
}

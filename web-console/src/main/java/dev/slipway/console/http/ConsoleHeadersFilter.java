package dev.slipway.console.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// What browsers are told about every answer of the console: load and run what comes from here, nothing else.
public class ConsoleHeadersFilter {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'";

    private final boolean encrypted;

    ConsoleHeadersFilter(@ConfigProperty(name = "slipway.url") URI platform) {
        this.encrypted = "https".equals(platform.getScheme());
    }

    @ServerResponseFilter
    public void add(ContainerRequestContext request, ContainerResponseContext answer) {
        if (!request.getUriInfo().getPath().startsWith("/console")) {
            return;
        }
        MultivaluedMap<String, Object> headers = answer.getHeaders();
        headers.putSingle("Content-Security-Policy", POLICY);
        headers.putSingle("X-Content-Type-Options", "nosniff");
        headers.putSingle("Referrer-Policy", "no-referrer");
        headers.putSingle("Cross-Origin-Opener-Policy", "same-origin");
        headers.putSingle("Cross-Origin-Resource-Policy", "same-origin");
        headers.putSingle("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        headers.putSingle("X-Frame-Options", "DENY");
        if (encrypted) {
            headers.putSingle("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
        }
        if (!headers.containsKey("Cache-Control")) {
            headers.putSingle("Cache-Control", "no-store");
        }
    }
}

package dev.slipway.platform.identity;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Finds out who calls the API. /git and /node have ways of their own.
public class Authentication {
    private static final String API = "/api/v1/";
    private static final Set<String> PASSWORD_TOO = Set.of("POST /api/v1/tokens", "GET /api/v1/me");

    private final Authenticator authenticator;
    private final Caller caller;

    Authentication(Authenticator authenticator, Caller caller) {
        this.authenticator = authenticator;
        this.caller = caller;
    }

    @ServerRequestFilter
    public void authenticate(ContainerRequestContext request) {
        String path = request.getUriInfo().getRequestUri().getPath();
        if (!path.startsWith(API) || path.equals(API)) {
            return;
        }
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        Principal principal = PASSWORD_TOO.contains(request.getMethod() + " " + path)
                ? authenticator.basicOrBearer(header)
                : authenticator.bearer(header);
        if (!request.getMethod().equals("GET")) {
            principal.require(Scope.DEPLOY);
        }
        caller.is(principal);
    }
}

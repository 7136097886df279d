package dev.slipway.platform.identity;

import dev.slipway.platform.http.MatchedAddress;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/// Finds out who calls the API. /git and /node have ways of their own.
public class Authentication {
    private static final String API = "/api/v1/";
    private static final String READING = "GET";
    private static final Set<String> READING_TOO = Set.of("HEAD", "OPTIONS");
    private static final Set<String> PASSWORD_TOO =
            Set.of("POST /api/v1/tokens", "POST /api/v1/sessions", "GET /api/v1/me");

    /// Of requests that a page repeats by itself: they do not keep its session from idling.
    private static final String UNATTENDED = "Slipway-Unattended";

    private final Authenticator authenticator;
    private final Caller caller;

    Authentication(Authenticator authenticator, Caller caller) {
        this.authenticator = authenticator;
        this.caller = caller;
    }

    @ServerRequestFilter
    public void authenticate(ContainerRequestContext request, SimpleResourceInfo matched) {
        MatchedAddress address = MatchedAddress.of(matched);
        if (!address.below(API) || address.value().equals(API)) {
            return;
        }
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        String method = READING_TOO.contains(request.getMethod()) ? READING : request.getMethod();
        boolean attended = request.getHeaderString(UNATTENDED) == null;
        Principal principal = PASSWORD_TOO.contains(method + " " + address.value())
                ? authenticator.basicOrBearer(header, attended)
                : authenticator.bearer(header, attended);
        caller.is(principal);
        if (!method.equals(READING)) {
            principal.require(Scope.DEPLOY);
        }
    }
}

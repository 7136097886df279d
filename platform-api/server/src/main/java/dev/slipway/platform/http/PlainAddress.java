package dev.slipway.platform.http;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Refuses addresses with an encoded NUL: no name has one, and the database cannot even look for it.
public class PlainAddress {
    private static final String NUL = "%00";

    @ServerRequestFilter
    public void check(ContainerRequestContext request) {
        if (request.getUriInfo().getRequestUri().toString().contains(NUL)) {
            throw PlatformException.of(
                    ErrorCode.MALFORMED, "The address contains NUL.", "Names have no such character; leave it out.");
        }
    }
}

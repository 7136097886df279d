package dev.slipway.console.visitor;

import dev.slipway.console.client.PlatformRefusal;
import dev.slipway.console.client.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Receives the visitor at the door of the console, and turns away what another site sends.
public class VisitorFilter {
    private static final String CONSOLE = "/console";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Visitor visitor;
    private final URI platform;

    VisitorFilter(Visitor visitor, @ConfigProperty(name = "slipway.url") URI platform) {
        this.visitor = visitor;
        this.platform = platform;
    }

    @ServerRequestFilter
    public void receive(ContainerRequestContext request) {
        if (!request.getUriInfo().getPath().startsWith(CONSOLE)) {
            return;
        }
        String host = request.getHeaderString("Host");
        Map<String, String> cookies = request.getCookies().values().stream()
                .collect(Collectors.toMap(Cookie::getName, Cookie::getValue, (first, _) -> first));
        visitor.arrives(Cookies.at(platform, host), cookies, errand(request.getUriInfo()));
        if (!READING.contains(request.getMethod()) && origin(request, host).foreign()) {
            throw new PlatformRefusal(new Problem(
                    403,
                    "FORBIDDEN",
                    "Another site sent this",
                    "Your browser says that this request comes from another site. Nothing was changed.",
                    List.of(),
                    "Open the console itself and repeat what you did.",
                    null));
        }
    }

    private static Errand errand(UriInfo address) {
        return new Errand(
                address.getRequestUri().getRawPath(),
                address.getQueryParameters().getFirst(Errand.SAID),
                address.getQueryParameters().getFirst(Errand.SEEN));
    }

    private static Origin origin(ContainerRequestContext request, String host) {
        return new Origin(request.getHeaderString("Sec-Fetch-Site"), request.getHeaderString("Origin"), host);
    }
}

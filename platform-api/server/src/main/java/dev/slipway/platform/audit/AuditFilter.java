package dev.slipway.platform.audit;

import dev.slipway.database.Database;
import dev.slipway.platform.audit.Deed.Origin;
import dev.slipway.platform.audit.Deed.Place;
import dev.slipway.platform.http.MatchedAddress;
import dev.slipway.platform.http.Problem;
import dev.slipway.platform.http.RequestId;
import dev.slipway.platform.identity.Authenticator;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Principal;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Named;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// Knows what a request is about before it is served, and writes what its transactions have not: refusals, failures,
/// and changes outside the database.
public class AuditFilter {
    private static final Logger LOG = System.getLogger(AuditFilter.class.getName());
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String PUSH = "git-receive-pack";
    private static final int MOST_UNKNOWN = 120;

    private final AuditTrail trail;
    private final Caller caller;
    private final RequestId requestId;
    private final RoutingContext exchange;
    private final Database requests;
    private final Allowance unknown = new Allowance(MOST_UNKNOWN);

    AuditFilter(
            AuditTrail trail,
            Caller caller,
            RequestId requestId,
            RoutingContext exchange,
            @Named("requests") Database requests) {
        this.trail = trail;
        this.caller = caller;
        this.requestId = requestId;
        this.exchange = exchange;
        this.requests = requests;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION - 100)
    public void begins(ContainerRequestContext request, ResourceInfo matched) {
        String base = matched.getResourceClass().getAnnotation(Path.class).value();
        MatchedAddress address = new MatchedAddress(base);
        if (address.below("/api/v1/") || address.below("/git/") || address.below("/node/")) {
            trail.begins(new Deed(requestId.value(), place(request, matched, base), origin(request)));
        }
    }

    private static Place place(ContainerRequestContext request, ResourceInfo matched, String base) {
        Path own = matched.getResourceMethod().getAnnotation(Path.class);
        String template = own == null ? base : base + "/" + own.value().replaceFirst("^/", "");
        var named = request.getUriInfo().getPathParameters();
        String kind = kind(template);
        boolean changing = base.startsWith("/api/v1/") ? !READING.contains(request.getMethod()) : kind.equals(PUSH);
        return new Place(
                changing,
                request.getMethod() + " " + template,
                kind,
                request.getUriInfo().getPath(),
                named.getFirst("project"),
                named.getFirst("application"));
    }

    private static String kind(String template) {
        String kind = "";
        for (String part : template.split("/")) {
            kind = part.isEmpty() || part.contains("{") ? kind : part;
        }
        return kind;
    }

    private Origin origin(ContainerRequestContext request) {
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        return new Origin(
                exchange.request().remoteAddress().hostAddress(),
                request.getHeaderString("X-Forwarded-For"),
                request.getHeaderString(HttpHeaders.USER_AGENT),
                authorization != null,
                Authenticator.nameTried(authorization).orElse(null));
    }

    @ServerResponseFilter
    public void ends(ContainerResponseContext answer) {
        trail.deed()
                .filter(deed -> !deed.written())
                .ifPresent(deed -> Outcome.of(deed.changing(), deed.credentials(), answer.getStatus())
                        .ifPresent(outcome -> write(deed, outcome, answer)));
    }

    private void write(Deed deed, Outcome outcome, ContainerResponseContext answer) {
        Optional<Principal> who = caller.known();
        if (who.isEmpty() && !unknown.take(Instant.now())) {
            return;
        }
        Outcome told = answer.getHeaders().containsKey("Idempotency-Replayed") ? Outcome.REPEATED : outcome;
        AuditEvent event = deed.event(who, told, code(answer));
        deed.written(true);
        try {
            requests.run(sql -> AuditStore.add(sql, event));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "not in the audit log: " + event, e);
        }
    }

    private static String code(ContainerResponseContext answer) {
        if (answer.getEntity() instanceof Problem problem) {
            return problem.code().name();
        }
        return switch (answer.getStatus()) {
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "FORBIDDEN";
            case 404 -> "NOT_FOUND";
            default -> null;
        };
    }
}

package dev.slipway.platform.audit;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.audit.AuditStore.Filter;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.project.Tenancy;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The audit log, for platform administrators.
@Path("/api/v1/audit")
@Tag(name = "Audit")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AuditResource {
    private final Caller caller;
    private final Tenancy tenancy;

    AuditResource(Caller caller, Tenancy tenancy) {
        this.caller = caller;
        this.tenancy = tenancy;
    }

    /// Newest first; since is included, until is not.
    @GET
    @Operation(summary = "Who did what to which noun, when, with which outcome; newest first")
    public Page<AuditEvent> list(
            @BeanParam PageQuery query,
            @QueryParam("user") String user,
            @QueryParam("project") String project,
            @QueryParam("kind") String kind,
            @QueryParam("outcome") String outcome,
            @QueryParam("since") String since,
            @QueryParam("until") String until) {
        caller.requireAdmin();
        Page.Request page = query.page();
        Filter filter = new Filter(user, project, kind, outcome(outcome), time("since", since), time("until", until));
        return Page.of(tenancy.across(sql -> AuditStore.page(sql, filter, page)), page, event -> event, AuditEvent::id);
    }

    private static String outcome(String asked) {
        if (asked != null
                && Arrays.stream(Outcome.values())
                        .noneMatch(one -> one.name().toLowerCase(Locale.ROOT).equals(asked))) {
            throw PlatformException.invalid("outcome", "must be \"done\", \"repeated\", \"refused\" or \"failed\"");
        }
        return asked;
    }

    private static Instant time(String field, String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw PlatformException.invalid(field, "must be a time such as 2026-11-21T10:00:00Z");
        }
    }
}

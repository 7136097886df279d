package dev.slipway.platform.application;

import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.event.Events;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// How many instances there shall be, and all of them anew. Live settings, no part of a release.
@Path("/api/v1/projects/{project}/applications/{application}")
@Tag(name = "Applications")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ScaleResource {
    private static final String WEB_SHORTHAND = "replicas";

    private final ApplicationAccess access;
    private final ApplicationStore applications;
    private final Events events;
    private final Caller caller;
    private final Bell bell;

    ScaleResource(ApplicationAccess access, ApplicationStore applications, Events events, Caller caller, Bell bell) {
        this.access = access;
        this.applications = applications;
        this.events = events;
        this.caller = caller;
        this.bell = bell;
    }

    /// `{"replicas":n}` for web, or counts by process name; 0 to 100 each.
    @PUT
    @Path("/scale")
    public Map<String, Integer> scale(@BeanParam ApplicationPath path, Map<String, Integer> counts) {
        if (counts == null || counts.isEmpty()) {
            throw PlatformException.invalid("replicas", "is required");
        }
        Map<String, Integer> scaled = access.in(path, Permission.DEPLOY, (sql, application) -> {
            Map<String, ProcessSpec> processes = scaled(application.settings().processes(), counts);
            applications.scale(sql, application.id(), processes);
            events.add(sql, application, "Scaled", application.name(), "Scaled to " + counts + ".", caller.principal());
            Map<String, Integer> answer = new LinkedHashMap<>();
            processes.forEach((process, spec) -> answer.put(process, spec.replicas()));
            return answer;
        });
        bell.ring(Topic.CLUSTER, Topic.STATUS);
        return scaled;
    }

    private static Map<String, ProcessSpec> scaled(Map<String, ProcessSpec> now, Map<String, Integer> counts) {
        Map<String, ProcessSpec> processes = new LinkedHashMap<>(now);
        counts.forEach((key, count) -> {
            String process = key.equals(WEB_SHORTHAND) ? ProcessSpec.WEB : key;
            if (!processes.containsKey(process)) {
                throw PlatformException.field(
                        ErrorCode.FIELD_UNKNOWN,
                        key,
                        "the application has no such process",
                        "It has " + String.join(", ", processes.keySet()) + ".");
            }
            if (count == null) {
                throw PlatformException.invalid(key, "must be between 0 and 100");
            }
            ProcessForm.between(key, count, 0, 100);
            processes.computeIfPresent(process, (_, spec) -> spec.withReplicas(count));
        });
        return processes;
    }

    /// Replaces every instance by a fresh one of the same release, one after another.
    @POST
    @Path("/restart")
    public Response restart(@BeanParam ApplicationPath path) {
        access.in(path, Permission.DEPLOY, (sql, application) -> {
            applications.restart(sql, application.id());
            events.add(sql, application, "Restarted", application.name(), "Restart asked.", caller.principal());
            return null;
        });
        bell.ring(Topic.CLUSTER, Topic.STATUS);
        return Response.accepted().build();
    }
}

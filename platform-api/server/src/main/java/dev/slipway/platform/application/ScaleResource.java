package dev.slipway.platform.application;

import dev.slipway.model.application.Application;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.event.Events;
import dev.slipway.platform.http.Patience;
import dev.slipway.platform.http.WaitQuery;
import dev.slipway.platform.http.Waited;
import dev.slipway.platform.http.Waits;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.status.Settling;
import dev.slipway.platform.status.Status;
import dev.slipway.platform.status.StatusStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// How many instances there shall be, none for a while, and all of them anew. Live settings, no part of a release.
@Path("/api/v1/projects/{project}/applications/{application}")
@Tag(name = "Applications")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ScaleResource {
    private static final String WEB_SHORTHAND = "replicas";

    /// How an application does, and whether it has come to rest.
    @jakarta.inject.Singleton
    record Outlook(StatusStore status, Settling settling) {}

    private final ApplicationAccess access;
    private final ApplicationStore applications;
    private final Events events;
    private final Caller caller;
    private final Bell bell;
    private final Waits waits;
    private final Outlook outlook;

    ScaleResource(
            ApplicationAccess access,
            ApplicationStore applications,
            Events events,
            Caller caller,
            Bell bell,
            Waits waits,
            Outlook outlook) {
        this.access = access;
        this.applications = applications;
        this.events = events;
        this.caller = caller;
        this.bell = bell;
        this.waits = waits;
        this.outlook = outlook;
    }

    /// `{"replicas":n}` for web, or counts by process name; 0 to 100 each. The counts are in force at once, so this
    /// answers 200 with or without waiting for the instances.
    @PUT
    @Operation(summary = "Say how many instances there shall be")
    @Path("/scale")
    public Map<String, Integer> scale(
            @BeanParam ApplicationPath path, @BeanParam WaitQuery query, Map<String, Integer> counts)
            throws InterruptedException {
        Patience patience = query.patience();
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
        settled(path, patience);
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

    /// Replaces every instance by a fresh one of the same release, as its rollout settings say. Throws CONFLICT where
    /// nothing runs.
    @POST
    @Operation(summary = "Replace every instance by a fresh one")
    @APIResponse(responseCode = "202")
    @Path("/restart")
    public Response restart(@BeanParam ApplicationPath path, @BeanParam WaitQuery query) throws InterruptedException {
        Patience patience = query.patience();
        access.in(path, Permission.DEPLOY, (sql, application) -> {
            requireRunning(application);
            applications.restart(sql, application.id());
            events.add(sql, application, "Restarted", application.name(), "Restart asked.", caller.principal());
            return null;
        });
        return accepted(path, patience);
    }

    private static void requireRunning(Application application) {
        if (application.stopped()) {
            throw PlatformException.of(
                    ErrorCode.CONFLICT, application.name() + " is idle.", "DELETE …/idle starts it again.");
        }
        if (application.currentRelease() == null) {
            throw PlatformException.of(
                    ErrorCode.CONFLICT,
                    application.name() + " has no release that runs.",
                    "Push a commit, or POST …/deployments with a release.");
        }
    }

    /// Takes all instances away and keeps everything else, the scale included. Requests are not held and do not wake
    /// it yet: they are answered 503. A deployment wakes it.
    @PUT
    @Path("/idle")
    @Operation(summary = "Take all instances away; everything else stays")
    @APIResponse(responseCode = "202")
    public Response idle(@BeanParam ApplicationPath path, @BeanParam WaitQuery query) throws InterruptedException {
        return idle(path, query, true, "Idled", "Put to sleep.");
    }

    @DELETE
    @Path("/idle")
    @Operation(summary = "Bring the instances back")
    @APIResponse(responseCode = "202")
    public Response wake(@BeanParam ApplicationPath path, @BeanParam WaitQuery query) throws InterruptedException {
        return idle(path, query, false, "Woken", "Woken up.");
    }

    private Response idle(ApplicationPath path, WaitQuery query, boolean idle, String kind, String message)
            throws InterruptedException {
        Patience patience = query.patience();
        access.in(path, Permission.DEPLOY, (sql, application) -> {
            if (application.stopped() != idle) {
                applications.idle(sql, application.id(), idle);
                events.add(sql, application, kind, application.name(), message, caller.principal());
            }
            return null;
        });
        return accepted(path, patience);
    }

    private Response accepted(ApplicationPath path, Patience patience) throws InterruptedException {
        Waited<Standing> waited = settled(path, patience);
        Response accepted = Response.accepted().location(path.below("/status")).build();
        return waited.answer(accepted, waited.now().status());
    }

    private record Standing(Status status, boolean settled) {}

    private Waited<Standing> settled(ApplicationPath path, Patience patience) throws InterruptedException {
        bell.ring(Topic.CLUSTER, Topic.ASSIGNMENTS, Topic.STATUS);
        return waits.until(
                patience,
                () -> access.in(
                        path,
                        Permission.VIEW,
                        (sql, application) -> new Standing(
                                outlook.status().of(sql, application),
                                outlook.settling().settled(sql, application.id()))),
                Standing::settled);
    }
}

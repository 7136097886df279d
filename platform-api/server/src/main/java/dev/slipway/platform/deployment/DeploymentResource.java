package dev.slipway.platform.deployment;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.deployment.Deployment;
import dev.slipway.model.deployment.DeploymentState;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.event.Events;
import dev.slipway.platform.http.Idempotency;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.http.Patience;
import dev.slipway.platform.http.WaitQuery;
import dev.slipway.platform.http.Waited;
import dev.slipway.platform.http.Waits;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Deployments: making a release current. An older release is a rollback.
@Path("/api/v1/projects/{project}/applications/{application}/deployments")
@Tag(name = "Releases")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class DeploymentResource {
    private final ApplicationAccess access;
    private final DeploymentStore deployments;
    private final Events events;
    private final Caller caller;
    private final Idempotency idempotency;
    private final Bell bell;
    private final Waits waits;

    DeploymentResource(
            ApplicationAccess access,
            DeploymentStore deployments,
            Events events,
            Caller caller,
            Idempotency idempotency,
            Bell bell,
            Waits waits) {
        this.access = access;
        this.deployments = deployments;
        this.events = events;
        this.caller = caller;
        this.idempotency = idempotency;
        this.bell = bell;
        this.waits = waits;
    }

    public record Request(Integer release) {}

    public record Answer(
            int number,
            int release,
            Integer previous,
            DeploymentState state,
            String strategy,
            DeploymentStore.Progress progress,
            Integer rolledBackTo,
            Deployment.Cause cause,
            List<String> evidence,
            String next,
            String createdBy,
            Instant createdAt,
            Instant startedAt,
            Instant finishedAt) {
        static Answer of(Deployment deployment, DeploymentStore.Progress progress) {
            return new Answer(
                    deployment.number(),
                    deployment.release(),
                    deployment.previous(),
                    deployment.state(),
                    deployment.strategy(),
                    progress,
                    deployment.rolledBackTo(),
                    deployment.cause(),
                    deployment.evidence(),
                    deployment.next(),
                    deployment.createdBy(),
                    deployment.createdAt(),
                    deployment.startedAt(),
                    deployment.finishedAt());
        }

        private boolean terminal() {
            return state.terminal();
        }
    }

    @POST
    @Operation(summary = "Deploy a release; an older one is a rollback")
    @APIResponseSchema(value = Answer.class, responseCode = "202")
    public Response create(@BeanParam ApplicationPath path, @BeanParam WaitQuery query, Request request)
            throws InterruptedException {
        Patience patience = query.patience();
        return awaited(
                path, patience, idempotency.once(caller.principal().user(), request, () -> created(path, request)));
    }

    private Response created(ApplicationPath path, Request request) {
        if (request == null || request.release() == null) {
            throw PlatformException.invalid("release", "is required");
        }
        int number = access.in(path, Permission.DEPLOY, (sql, application) -> {
            requireRelease(sql, application, request.release());
            int asked = deployments.create(
                    sql, application, request.release(), caller.principal().name());
            events.add(
                    sql,
                    application,
                    "DeploymentAsked",
                    String.valueOf(asked),
                    "Deployment of release " + request.release() + " asked.",
                    caller.principal());
            return asked;
        });
        return accepted(path, number);
    }

    private Response accepted(ApplicationPath path, int number) {
        bell.ring(Topic.CLUSTER, Topic.STATUS);
        return Response.accepted(get(path, number))
                .location(path.below("/deployments/" + number))
                .build();
    }

    /// A rollout is ready when it is done.
    private Response awaited(ApplicationPath path, Patience patience, Response accepted) throws InterruptedException {
        if (!patience.asked()) {
            return accepted;
        }
        int number = Waited.number(accepted);
        Waited<Answer> waited = waits.until(patience, () -> get(path, number), Answer::terminal);
        return waited.answer(accepted, waited.now());
    }

    private static void requireRelease(Sql sql, Application application, int release) {
        boolean gone = sql.first(
                        "SELECT image_gone_at IS NOT NULL AS gone FROM releases WHERE application_id = ? AND version = ?",
                        row -> row.flag("gone"),
                        application.id(),
                        release)
                .orElseThrow(() -> PlatformException.invalid(
                        "release", "the application has no release " + release + "; GET …/releases lists them"));
        if (gone) {
            throw PlatformException.field(
                    ErrorCode.CONFLICT,
                    "release",
                    "the image of release " + release + " was removed, for it fell out of the history",
                    "Build its commit again: POST …/builds with {\"commit\":\"<commit of the release>\"}.");
        }
    }

    @GET
    @Operation(summary = "The deployments of an application, newest first")
    public Page<Answer> list(@BeanParam ApplicationPath path, @BeanParam PageQuery query) {
        Page.Request page = query.page();
        return access.in(path, Permission.VIEW, (sql, application) -> {
            int newest = newest(sql, application);
            return Page.of(
                    deployments.page(sql, application.id(), page),
                    page,
                    deployment -> answer(sql, deployment, newest),
                    Deployment::number);
        });
    }

    private int newest(Sql sql, Application application) {
        return deployments.newest(sql, application.id()).map(Deployment::number).orElse(0);
    }

    /// Of those before the newest there is nothing left to count.
    private Answer answer(Sql sql, Deployment deployment, int newest) {
        return Answer.of(
                deployment,
                deployment.number() == newest
                        ? deployments.progress(sql, deployment.applicationId(), deployment.release())
                        : null);
    }

    @GET
    @Operation(summary = "A deployment")
    @Path("/{number}")
    public Answer get(@BeanParam ApplicationPath path, @PathParam("number") int number) {
        return access.in(
                path,
                Permission.VIEW,
                (sql, application) ->
                        answer(sql, deployments.get(sql, application.id(), number), newest(sql, application)));
    }

    /// Stops it and goes back to what ran before.
    @DELETE
    @Operation(summary = "Stop a deployment and go back")
    @APIResponse(responseCode = "202")
    @Path("/{number}")
    public Response cancel(@BeanParam ApplicationPath path, @PathParam("number") int number, @BeanParam WaitQuery query)
            throws InterruptedException {
        Patience patience = query.patience();
        access.in(path, Permission.DEPLOY, (sql, application) -> {
            Deployment deployment = deployments.get(sql, application.id(), number);
            if (deployment.state().terminal()) {
                throw PlatformException.of(
                        ErrorCode.CONFLICT,
                        "Deployment " + number + " has ended.",
                        "POST …/deployments with an older release goes back.");
            }
            deployments.cancel(sql, deployment.id(), caller.principal().name());
            return null;
        });
        return awaited(path, patience, accepted(path, number));
    }
}

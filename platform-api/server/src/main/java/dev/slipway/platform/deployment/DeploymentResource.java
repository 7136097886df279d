package dev.slipway.platform.deployment;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.deployment.Deployment;
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

    DeploymentResource(
            ApplicationAccess access,
            DeploymentStore deployments,
            Events events,
            Caller caller,
            Idempotency idempotency,
            Bell bell) {
        this.access = access;
        this.deployments = deployments;
        this.events = events;
        this.caller = caller;
        this.idempotency = idempotency;
        this.bell = bell;
    }

    public record Request(Integer release) {}

    public record Answer(
            int number,
            int release,
            Integer previous,
            String state,
            String strategy,
            DeploymentStore.Progress progress,
            Integer rolledBackTo,
            Deployment.Cause cause,
            List<String> evidence,
            String createdBy,
            Instant createdAt,
            Instant startedAt,
            Instant finishedAt) {
        static Answer of(Deployment deployment, DeploymentStore.Progress progress) {
            return new Answer(
                    deployment.number(),
                    deployment.release(),
                    deployment.previous(),
                    deployment.state().name().toLowerCase(java.util.Locale.ROOT),
                    deployment.strategy(),
                    progress,
                    deployment.rolledBackTo(),
                    deployment.cause(),
                    deployment.evidence(),
                    deployment.createdBy(),
                    deployment.createdAt(),
                    deployment.startedAt(),
                    deployment.finishedAt());
        }
    }

    @POST
    public Response create(@BeanParam ApplicationPath path, Request request) {
        return idempotency.once(caller.principal().user(), request, () -> created(path, request));
    }

    private Response created(ApplicationPath path, Request request) {
        if (request == null || request.release() == null) {
            throw PlatformException.invalid("release", "is required");
        }
        Answer answer = access.in(path, Permission.DEPLOY, (sql, application) -> {
            requireRelease(sql, application, request.release());
            int number = deployments.create(
                    sql, application, request.release(), caller.principal().name());
            events.add(
                    sql,
                    application,
                    "DeploymentAsked",
                    String.valueOf(number),
                    "Deployment of release " + request.release() + " asked.",
                    caller.principal());
            return answer(sql, deployments.get(sql, application.id(), number));
        });
        bell.ring(Topic.CLUSTER, Topic.STATUS);
        return Response.accepted(answer)
                .location(path.below("/deployments/" + answer.number()))
                .build();
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

    private Answer answer(Sql sql, Deployment deployment) {
        return Answer.of(
                deployment,
                deployment.state().terminal()
                        ? null
                        : deployments.progress(sql, deployment.applicationId(), deployment.release()));
    }

    @GET
    public Page<Answer> list(@BeanParam ApplicationPath path, @BeanParam PageQuery query) {
        Page.Request page = query.page();
        return access.in(
                path,
                Permission.VIEW,
                (sql, application) -> Page.of(
                        deployments.page(sql, application.id(), page),
                        page,
                        deployment -> answer(sql, deployment),
                        Deployment::number));
    }

    @GET
    @Path("/{number}")
    public Answer get(@BeanParam ApplicationPath path, @PathParam("number") int number) {
        return access.in(
                path,
                Permission.VIEW,
                (sql, application) -> answer(sql, deployments.get(sql, application.id(), number)));
    }

    /// Stops it and goes back to what ran before.
    @DELETE
    @Path("/{number}")
    public Response cancel(@BeanParam ApplicationPath path, @PathParam("number") int number) {
        Answer answer = access.in(path, Permission.DEPLOY, (sql, application) -> {
            Deployment deployment = deployments.get(sql, application.id(), number);
            if (deployment.state().terminal()) {
                throw PlatformException.of(
                        ErrorCode.CONFLICT,
                        "Deployment " + number + " has ended.",
                        "POST …/deployments with an older release goes back.");
            }
            deployments.cancel(sql, deployment.id());
            return answer(sql, deployment);
        });
        bell.ring(Topic.CLUSTER);
        return Response.accepted(answer).build();
    }
}

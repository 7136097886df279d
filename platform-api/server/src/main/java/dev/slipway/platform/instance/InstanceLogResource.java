package dev.slipway.platform.instance;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.identity.Principal;
import dev.slipway.platform.node.LogStream;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What instances print. `?follow=true&tail=<lines>&since=<time>&previous=true`.
@Path("/api/v1/projects/{project}/applications/{application}")
@Tag(name = "Instances")
@Produces(MediaType.TEXT_PLAIN + ";charset=utf-8")
@RunOnVirtualThread
public class InstanceLogResource {
    private final ApplicationAccess access;
    private final InstanceStore instances;
    private final InstanceLogs logs;
    private final Caller caller;

    InstanceLogResource(ApplicationAccess access, InstanceStore instances, InstanceLogs logs, Caller caller) {
        this.access = access;
        this.instances = instances;
        this.logs = logs;
        this.caller = caller;
    }

    /// One instance's log. Of one whose container is gone, the last lines that were reported.
    @GET
    @Operation(summary = "The log of an instance")
    @Path("/instances/{id}/log")
    public StreamingOutput ofInstance(
            @BeanParam ApplicationPath path,
            @PathParam("id") String id,
            @QueryParam("follow") boolean follow,
            @QueryParam("tail") String tail,
            @QueryParam("since") String since,
            @QueryParam("previous") boolean previous,
            @Context RoutingContext connection)
            throws InterruptedException {
        LogQuery query = LogQuery.of(follow, tail, since, previous);
        LogSource source = source(path, id, query);
        if (!source.readable()) {
            return out -> out.write(source.remains().getBytes(StandardCharsets.UTF_8));
        }
        LogStream log = logs.open(source, query);
        viewer(connection).watches(log);
        return log::copyTo;
    }

    private LogSource source(ApplicationPath path, String id, LogQuery query) {
        return access.in(path, Permission.VIEW, (sql, application) -> {
            UUID applicationId = application.id();
            LogSource named = instances
                    .source(sql, applicationId, id)
                    .orElseThrow(() -> PlatformException.notFound("Instance \"" + id + "\""));
            return query.previous()
                    ? instances
                            .previous(sql, applicationId, named)
                            .orElseThrow(() -> PlatformException.notFound("A failed instance before \"" + id + "\""))
                    : named;
        });
    }

    private static Viewer viewer(RoutingContext connection) {
        Viewer viewer = new Viewer();
        connection.addEndHandler(_ -> viewer.leave());
        return viewer;
    }

    /// The logs of all instances that run, each line prefixed `[process.instance]`; where none runs, or with
    /// previous, those that failed last. With follow, also of instances that start later.
    @GET
    @Operation(summary = "The logs of all instances, each line with the name of its instance")
    @Path("/log")
    public StreamingOutput ofApplication(
            @BeanParam ApplicationPath path,
            @QueryParam("follow") boolean follow,
            @QueryParam("tail") String tail,
            @QueryParam("since") String since,
            @QueryParam("previous") boolean previous,
            @Context RoutingContext connection) {
        LogQuery query = LogQuery.of(follow, tail, since, previous);
        Principal principal = caller.principal();
        List<LogSource> now = sources(principal, path, query);
        Viewer viewer = viewer(connection);
        return query.follow()
                ? out -> follow(principal, path, query, viewer, out)
                : out -> write(now, query, viewer, out);
    }

    private List<LogSource> sources(Principal principal, ApplicationPath path, LogQuery query) {
        return access.as(principal, path, Permission.VIEW, (sql, application) -> {
            UUID applicationId = application.id();
            List<LogSource> running = query.previous() ? List.of() : instances.running(sql, applicationId);
            return running.isEmpty() && !query.follow() ? instances.failed(sql, applicationId) : running;
        });
    }

    private void follow(Principal principal, ApplicationPath path, LogQuery query, Viewer viewer, OutputStream out)
            throws InterruptedIOException {
        try {
            logs.follow(() -> sources(principal, path, query), query, viewer, out);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void write(List<LogSource> sources, LogQuery query, Viewer viewer, OutputStream out) throws IOException {
        try {
            logs.write(sources, query, viewer, out);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException fault = new InterruptedIOException("the log was cut off");
        fault.initCause(cause);
        return fault;
    }
}

package dev.slipway.platform.instance;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.http.Departure;
import dev.slipway.platform.http.EventStreams;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.identity.Principal;
import dev.slipway.platform.node.LogStream;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What instances print. `?follow=true&tail=<lines>&since=<time>&previous=true`; or, by Accept, as a stream of events
/// that always follows and goes on after Last-Event-ID.
@Path("/api/v1/projects/{project}/applications/{application}")
@Tag(name = "Instances")
@Produces({MediaType.TEXT_PLAIN + ";charset=utf-8", MediaType.SERVER_SENT_EVENTS})
@RunOnVirtualThread
public class InstanceLogResource {
    private final ApplicationAccess access;
    private final InstanceStore instances;
    private final InstanceLogs logs;
    private final LogStory story;
    private final EventStreams streams;
    private final Caller caller;

    InstanceLogResource(
            ApplicationAccess access,
            InstanceStore instances,
            InstanceLogs logs,
            LogStory story,
            EventStreams streams,
            Caller caller) {
        this.access = access;
        this.instances = instances;
        this.logs = logs;
        this.story = story;
        this.streams = streams;
        this.caller = caller;
    }

    /// One instance's log. Of one whose container is gone, the last lines that were reported.
    @GET
    @Operation(summary = "The log of an instance: text, or by Accept a stream of events")
    @Path("/instances/{id}/log")
    public Response ofInstance(
            @BeanParam ApplicationPath path,
            @PathParam("id") String id,
            @QueryParam("follow") boolean follow,
            @QueryParam("tail") String tail,
            @QueryParam("since") String since,
            @QueryParam("previous") boolean previous,
            @HeaderParam("Last-Event-ID") String lastEventId,
            @Context HttpHeaders headers,
            @Context RoutingContext connection)
            throws InterruptedException {
        LogQuery query = LogQuery.of(follow, tail, since, previous);
        Principal reader = caller.principal();
        LogSource source = source(reader, path, id, query);
        if (EventStreams.asked(headers)) {
            return events(connection, reader, path, source.id(), query, lastEventId);
        }
        if (!source.readable()) {
            return Response.ok(source.remains()).build();
        }
        Viewer viewer = viewer(connection);
        LogStream log = logs.open(source, query);
        viewer.watches(log);
        return Response.ok((StreamingOutput) log::copyTo).build();
    }

    /// `line` for each line, and `end` with the instance as it ended.
    private Response events(
            RoutingContext connection,
            Principal reader,
            ApplicationPath path,
            String id,
            LogQuery query,
            String lastEventId) {
        if (LogPlaces.END.equals(lastEventId)) {
            return Response.noContent().build();
        }
        LogPlaces places = LogPlaces.of(lastEventId);
        Viewer viewer = viewer(connection);
        return streams.answer(
                connection,
                reader.user(),
                reader.expiresAt(),
                stream -> story.ofInstance(stream, places, query, viewer, () -> instance(reader, path, id)));
    }

    private Followed instance(Principal reader, ApplicationPath path, String id) {
        return access.as(
                reader,
                path,
                Permission.VIEW,
                (sql, application) -> new Followed(
                        instances.source(sql, application.id(), id).orElseThrow(() -> missing(id)),
                        instances.find(sql, application.id(), id).orElseThrow(() -> missing(id))));
    }

    private static PlatformException missing(String id) {
        return PlatformException.notFound("Instance \"" + id + "\"");
    }

    private LogSource source(Principal reader, ApplicationPath path, String id, LogQuery query) {
        return access.as(reader, path, Permission.VIEW, (sql, application) -> {
            UUID applicationId = application.id();
            LogSource named = instances.source(sql, applicationId, id).orElseThrow(() -> missing(id));
            return query.previous()
                    ? instances
                            .previous(sql, applicationId, named)
                            .orElseThrow(() -> PlatformException.notFound("A failed instance before \"" + id + "\""))
                    : named;
        });
    }

    private static Viewer viewer(RoutingContext connection) {
        Viewer viewer = new Viewer();
        Departure.then(connection, viewer::leave);
        return viewer;
    }

    /// The logs of all instances that run, each line prefixed `[process.instance]`; where none runs, or with
    /// previous, those that failed last. With follow, also of instances that start later.
    @GET
    @Operation(
            summary = "The logs of all instances, each line with the name of its instance: text, or by Accept a stream"
                    + " of events")
    @Path("/log")
    public Response ofApplication(
            @BeanParam ApplicationPath path,
            @QueryParam("follow") boolean follow,
            @QueryParam("tail") String tail,
            @QueryParam("since") String since,
            @QueryParam("previous") boolean previous,
            @HeaderParam("Last-Event-ID") String lastEventId,
            @Context HttpHeaders headers,
            @Context RoutingContext connection) {
        boolean stream = EventStreams.asked(headers);
        LogQuery query = LogQuery.of(follow || stream, tail, since, previous);
        Principal principal = caller.principal();
        List<LogSource> now = sources(principal, path, query);
        if (stream) {
            LogPlaces places = LogPlaces.of(lastEventId);
            Viewer follower = viewer(connection);
            return streams.answer(
                    connection,
                    principal.user(),
                    principal.expiresAt(),
                    events -> story.ofApplication(
                            events, places, query, follower, () -> sources(principal, path, query)));
        }
        Viewer viewer = viewer(connection);
        StreamingOutput text = query.follow()
                ? out -> follow(principal, path, query, viewer, out)
                : out -> write(now, query, viewer, out);
        return Response.ok(text).build();
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

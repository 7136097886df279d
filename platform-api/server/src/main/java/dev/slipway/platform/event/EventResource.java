package dev.slipway.platform.event;

import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.event.Events.Event;
import dev.slipway.platform.http.EventStreams;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.http.StreamQuery;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.identity.Principal;
import dev.slipway.platform.project.Tenancy;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Events of a project or of one of its applications.
@Path("/api/v1/projects/{project}")
@Tag(name = "Events")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class EventResource {
    private final Tenancy tenancy;
    private final ApplicationAccess access;
    private final Events events;
    private final EventStory story;
    private final EventStreams streams;

    EventResource(Tenancy tenancy, ApplicationAccess access, Events events, EventStory story, EventStreams streams) {
        this.tenancy = tenancy;
        this.access = access;
        this.events = events;
        this.story = story;
        this.streams = streams;
    }

    /// A list, newest first; or, by Accept, a stream of the events after Last-Event-ID or `after`, by default of
    /// those that come from now on.
    @GET
    @Path("/events")
    @Operation(summary = "The events of a project: a list, or by Accept a stream")
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    public Response ofProject(
            @PathParam("project") String projectName,
            @BeanParam PageQuery query,
            @BeanParam StreamQuery from,
            @Context HttpHeaders headers,
            @Context RoutingContext connection) {
        if (EventStreams.asked(headers)) {
            Principal reader = tenancy.caller();
            return stream(
                    connection,
                    reader,
                    start(projectName, from),
                    (id, most) -> ofProject(reader, projectName, id, most));
        }
        Page.Request page = query.page();
        return Response.ok(tenancy.in(
                        projectName,
                        Permission.VIEW,
                        (sql, project) ->
                                Page.of(events.page(sql, project.id(), null, page), page, event -> event, Event::id)))
                .build();
    }

    private long start(String projectName, StreamQuery from) {
        OptionalLong position = from.position();
        return tenancy.in(
                projectName,
                Permission.VIEW,
                (sql, project) -> position.orElseGet(() -> events.newest(sql, project.id())));
    }

    private Response stream(RoutingContext connection, Principal reader, long begin, EventStory.Source source) {
        return streams.answer(
                connection, reader.user(), reader.expiresAt(), stream -> story.tell(stream, begin, source));
    }

    private List<Event> ofProject(Principal reader, String projectName, long id, int most) {
        return tenancy.as(
                reader,
                projectName,
                Permission.VIEW,
                (sql, project) -> events.after(sql, project.id(), null, id, most));
    }

    @GET
    @Path("/applications/{application}/events")
    @Operation(summary = "The events of an application: a list, or by Accept a stream")
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    public Response ofApplication(
            @BeanParam ApplicationPath path,
            @BeanParam PageQuery query,
            @BeanParam StreamQuery from,
            @Context HttpHeaders headers,
            @Context RoutingContext connection) {
        if (EventStreams.asked(headers)) {
            Principal reader = tenancy.caller();
            access.in(path, Permission.VIEW, (_, application) -> application);
            return stream(
                    connection,
                    reader,
                    start(path.project(), from),
                    (id, most) -> ofApplication(reader, path, id, most));
        }
        Page.Request page = query.page();
        return Response.ok(access.in(
                        path,
                        Permission.VIEW,
                        (sql, application) -> Page.of(
                                events.page(sql, application.projectId(), application.id(), page),
                                page,
                                event -> event,
                                Event::id)))
                .build();
    }

    private List<Event> ofApplication(Principal reader, ApplicationPath path, long id, int most) {
        return access.as(
                reader,
                path,
                Permission.VIEW,
                (sql, application) -> events.after(sql, application.projectId(), application.id(), id, most));
    }
}

package dev.slipway.platform.event;

import dev.slipway.platform.application.ApplicationAccess;
import dev.slipway.platform.application.ApplicationPath;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.project.Tenancy;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
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

    EventResource(Tenancy tenancy, ApplicationAccess access, Events events) {
        this.tenancy = tenancy;
        this.access = access;
        this.events = events;
    }

    @GET
    @Path("/events")
    public Page<Events.Event> ofProject(@PathParam("project") String projectName, @BeanParam PageQuery query) {
        Page.Request page = query.page();
        return tenancy.in(
                projectName,
                Permission.VIEW,
                (sql, project) ->
                        Page.of(events.page(sql, project.id(), null, page), page, event -> event, Events.Event::id));
    }

    @GET
    @Path("/applications/{application}/events")
    public Page<Events.Event> ofApplication(@BeanParam ApplicationPath path, @BeanParam PageQuery query) {
        Page.Request page = query.page();
        return access.in(
                path,
                Permission.VIEW,
                (sql, application) -> Page.of(
                        events.page(sql, application.projectId(), application.id(), page),
                        page,
                        event -> event,
                        Events.Event::id));
    }
}

package dev.slipway.console.build;

import dev.slipway.console.application.Application;
import dev.slipway.console.application.ApplicationPath;
import dev.slipway.console.application.Applications;
import dev.slipway.console.application.Place;
import dev.slipway.console.http.EventsAnswer;
import dev.slipway.console.http.Frame;
import dev.slipway.console.http.Frames;
import dev.slipway.console.http.Html;
import dev.slipway.console.http.Notice;
import dev.slipway.console.log.LogPart;
import dev.slipway.console.visitor.Form;
import dev.slipway.console.visitor.Visitor;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;

/// Builds of an application: the list, one with its log, and what can be done with it.
@Path("/console/projects/{project}/applications/{application}/builds")
@RunOnVirtualThread
public class BuildPage {
    private static final int SHOWN = 50;

    private final Applications applications;
    private final Builds builds;
    private final Visitor visitor;
    private final Frames frames;

    BuildPage(Applications applications, Builds builds, Visitor visitor, Frames frames) {
        this.applications = applications;
        this.builds = builds;
        this.visitor = visitor;
        this.frames = frames;
    }

    @CheckedTemplate(basePath = "build")
    static class Templates {
        static native TemplateInstance index(Frame frame, Place place, List<Build> builds);

        static native TemplateInstance show(Frame frame, Place place, Build build, LogPart log);
    }

    @GET
    public Response index(@BeanParam ApplicationPath path) {
        Application application = applications.at(path);
        List<Build> newest = builds.newest(application, SHOWN);
        Frame frame = frames.watching(newest, newest.stream().anyMatch(Build::underWay));
        return Html.page(frame, Templates.index(frame, Place.of(application, "builds"), newest));
    }

    @POST
    public Response start(@BeanParam ApplicationPath path, MultivaluedMap<String, String> fields) {
        Form form = visitor.form(fields);
        Application application = applications.at(path);
        Build build = builds.start(application, form.checked("clean"));
        return Html.then(Builds.address(application, build.number()), Notice.BUILD_QUEUED);
    }

    @GET
    @Path("/{number}")
    public Response show(@BeanParam ApplicationPath path, @PathParam("number") int number) {
        Application application = applications.at(path);
        Build build = builds.get(application, number);
        Frame frame = frames.watching(build, build.underWay());
        LogPart log = LogPart.of(builds.log(application, number), build.underWay());
        return Html.page(frame, Templates.show(frame, Place.of(application, "builds"), build, log));
    }

    /// The whole log as a file of text.
    @GET
    @Path("/{number}/log")
    @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
    public Response log(@BeanParam ApplicationPath path, @PathParam("number") int number) {
        InputStream log = builds.log(applications.at(path), number);
        return Response.ok(log)
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + path.application() + "-build-" + number + ".log\"")
                .build();
    }

    /// The log's lines as they come, after the position that the page shows, or after the last event that the browser
    /// has seen.
    @GET
    @Path("/{number}/log-events")
    public Response logEvents(
            @BeanParam ApplicationPath path,
            @PathParam("number") int number,
            @QueryParam("after") String after,
            @HeaderParam("Last-Event-ID") String lastEventId,
            @Context RoutingContext connection) {
        Application application = applications.at(path);
        return EventsAnswer.of(
                builds.logEvents(application, number, lastEventId == null ? after : lastEventId), connection);
    }

    @POST
    @Path("/{number}/cancellation")
    public Response cancel(
            @BeanParam ApplicationPath path, @PathParam("number") int number, MultivaluedMap<String, String> fields) {
        visitor.form(fields);
        Application application = applications.at(path);
        builds.cancel(application, number);
        return Html.then(Builds.address(application, number), Notice.BUILD_CANCELLED);
    }

    @POST
    @Path("/{number}/retry")
    public Response retry(
            @BeanParam ApplicationPath path, @PathParam("number") int number, MultivaluedMap<String, String> fields) {
        visitor.form(fields);
        Application application = applications.at(path);
        Build again = builds.retry(application, number);
        return Html.then(Builds.address(application, again.number()), Notice.BUILD_QUEUED);
    }
}

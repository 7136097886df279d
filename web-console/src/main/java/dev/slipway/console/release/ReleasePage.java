package dev.slipway.console.release;

import dev.slipway.console.application.Application;
import dev.slipway.console.application.ApplicationPath;
import dev.slipway.console.application.Applications;
import dev.slipway.console.application.Place;
import dev.slipway.console.http.Frame;
import dev.slipway.console.http.Frames;
import dev.slipway.console.http.Html;
import dev.slipway.console.http.Notice;
import dev.slipway.console.release.Release.Difference;
import dev.slipway.console.visitor.Visitor;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// Releases of an application and their deployments: the list, one compared with another, going back.
@Path("/console/projects/{project}/applications/{application}")
@RunOnVirtualThread
public class ReleasePage {
    private static final int SHOWN = 30;

    private final Applications applications;
    private final Releases releases;
    private final Visitor visitor;
    private final Frames frames;

    ReleasePage(Applications applications, Releases releases, Visitor visitor, Frames frames) {
        this.applications = applications;
        this.releases = releases;
        this.visitor = visitor;
        this.frames = frames;
    }

    @CheckedTemplate(basePath = "release")
    static class Templates {
        static native TemplateInstance index(
                Frame frame, Place place, List<Release> releases, List<Deployment> deployments);

        static native TemplateInstance show(Frame frame, Place place, Release release, Comparison comparison);
    }

    /// What differs from another release; against is null for the only one there is.
    public record Comparison(Integer against, List<Difference> differences, List<Integer> others) {}

    @GET
    @Path("/releases")
    public Response index(@BeanParam ApplicationPath path) {
        Application application = applications.at(path);
        List<Release> newest = releases.newest(application, SHOWN);
        List<Deployment> deployments = releases.newestDeployments(application, SHOWN);
        Frame frame = frames.watching(
                List.of(application, newest, deployments), deployments.stream().anyMatch(Deployment::underWay));
        return Html.page(frame, Templates.index(frame, Place.of(application, "releases"), newest, deployments));
    }

    @GET
    @Path("/releases/{version}")
    public Response show(
            @BeanParam ApplicationPath path,
            @PathParam("version") int version,
            @QueryParam("against") Integer against) {
        Application application = applications.at(path);
        Release release = releases.get(application, version);
        return Html.page(
                200,
                Templates.show(
                        frames.still(),
                        Place.of(application, "releases"),
                        release,
                        comparison(application, release, against)));
    }

    /// With the one before, unless another is asked for.
    private Comparison comparison(Application application, Release release, Integer asked) {
        List<Integer> others = releases.newest(application, SHOWN).stream()
                .map(Release::version)
                .filter(other -> other != release.version())
                .toList();
        Integer against = asked != null
                ? asked
                : others.stream()
                        .filter(other -> other < release.version())
                        .findFirst()
                        .orElse(null);
        return new Comparison(
                against,
                against == null ? List.of() : releases.differences(application, release.version(), against),
                others);
    }

    @POST
    @Path("/deployments")
    public Response deploy(@BeanParam ApplicationPath path, MultivaluedMap<String, String> fields) {
        Object release = visitor.form(fields).number("release");
        Application application = applications.at(path);
        releases.deploy(application, release);
        return Html.then(application.in("releases"), Notice.DEPLOYING);
    }

    @POST
    @Path("/deployments/{number}/cancellation")
    public Response cancel(
            @BeanParam ApplicationPath path, @PathParam("number") int number, MultivaluedMap<String, String> fields) {
        visitor.form(fields);
        Application application = applications.at(path);
        releases.cancel(application, number);
        return Html.then(application.in("releases"), Notice.DEPLOYMENT_CANCELLED);
    }
}

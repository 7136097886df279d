package dev.slipway.console.overview;

import dev.slipway.console.application.Application;
import dev.slipway.console.application.ApplicationPath;
import dev.slipway.console.application.Applications;
import dev.slipway.console.application.Place;
import dev.slipway.console.build.Build;
import dev.slipway.console.build.Builds;
import dev.slipway.console.http.Frame;
import dev.slipway.console.http.Frames;
import dev.slipway.console.http.Html;
import dev.slipway.console.instance.Instance;
import dev.slipway.console.instance.Instances;
import dev.slipway.console.release.Deployment;
import dev.slipway.console.release.Releases;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// One application at a glance.
@Path("/console/projects/{project}/applications/{application}")
@RunOnVirtualThread
public class ApplicationPage {
    private static final int SHOWN = 5;
    private static final int INSTANCES_SHOWN = 20;

    private final Applications applications;
    private final Parts parts;
    private final Frames frames;

    ApplicationPage(Applications applications, Parts parts, Frames frames) {
        this.applications = applications;
        this.parts = parts;
        this.frames = frames;
    }

    @jakarta.inject.Singleton
    record Parts(Builds builds, Releases releases, Instances instances) {}

    /// What there is to see.
    public record Glance(
            Application application, List<Build> builds, List<Deployment> deployments, List<Instance> instances) {}

    @CheckedTemplate(basePath = "overview")
    static class Templates {
        static native TemplateInstance application(Frame frame, Place place, Glance glance);
    }

    @GET
    public Response get(@BeanParam ApplicationPath path) {
        Application application = applications.at(path);
        Glance glance = new Glance(
                application,
                parts.builds().newest(application, SHOWN),
                parts.releases().newestDeployments(application, SHOWN),
                parts.instances().newest(application, INSTANCES_SHOWN).stream()
                        .filter(instance -> !instance.ended())
                        .toList());
        Frame frame = frames.watching(glance, application.status().busy());
        return Html.page(frame, Templates.application(frame, Place.of(application, "overview"), glance));
    }
}

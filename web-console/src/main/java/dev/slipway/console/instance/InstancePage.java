package dev.slipway.console.instance;

import dev.slipway.console.application.Application;
import dev.slipway.console.application.ApplicationPath;
import dev.slipway.console.application.Applications;
import dev.slipway.console.application.Place;
import dev.slipway.console.http.Frame;
import dev.slipway.console.http.Frames;
import dev.slipway.console.http.Html;
import dev.slipway.console.log.LogPart;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// Instances of an application and what they print.
@Path("/console/projects/{project}/applications/{application}")
@RunOnVirtualThread
public class InstancePage {
    private static final int SHOWN = 50;
    private static final int LINES = 500;

    private final Applications applications;
    private final Instances instances;
    private final Frames frames;

    InstancePage(Applications applications, Instances instances, Frames frames) {
        this.applications = applications;
        this.instances = instances;
        this.frames = frames;
    }

    @CheckedTemplate(basePath = "instance")
    static class Templates {
        static native TemplateInstance index(Frame frame, Place place, List<Instance> instances);

        static native TemplateInstance show(Frame frame, Place place, Instance instance, LogPart log);

        static native TemplateInstance log(Frame frame, Place place, LogPart log);
    }

    @GET
    @Path("/instances")
    public Response index(@BeanParam ApplicationPath path) {
        Application application = applications.at(path);
        List<Instance> newest = instances.newest(application, SHOWN);
        Frame frame = frames.watching(
                List.of(application, newest),
                newest.stream().anyMatch(instance -> instance.mark().busy()));
        return Html.page(frame, Templates.index(frame, Place.of(application, "instances"), newest));
    }

    @GET
    @Path("/instances/{id}")
    public Response show(@BeanParam ApplicationPath path, @PathParam("id") String id) {
        Application application = applications.at(path);
        Instance instance = instances.get(application, id);
        LogPart log = LogPart.of(instances.log(application, id, LINES), false);
        Frame frame = frames.watching(List.of(instance, log), false);
        return Html.page(frame, Templates.show(frame, Place.of(application, "instances"), instance, log));
    }

    /// What all instances print; the page asks again while it is looked at.
    @GET
    @Path("/log")
    public Response log(@BeanParam ApplicationPath path) {
        Application application = applications.at(path);
        LogPart log = LogPart.of(instances.log(application, LINES), false);
        Frame frame = frames.watching(log, false);
        return Html.page(frame, Templates.log(frame, Place.of(application, "log"), log));
    }
}

package dev.slipway.console.application;

import dev.slipway.console.client.Address;
import dev.slipway.console.client.PlatformRefusal;
import dev.slipway.console.http.Faults;
import dev.slipway.console.http.Frame;
import dev.slipway.console.http.Frames;
import dev.slipway.console.http.Html;
import dev.slipway.console.http.Notice;
import dev.slipway.console.visitor.Form;
import dev.slipway.console.visitor.Visitor;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/// What can be done to an application as a whole: scale, restart, trash and back.
@Path("/console/projects/{project}/applications/{application}")
@RunOnVirtualThread
public class SettingsPage {
    private static final String PROCESS = "process.";

    private final Applications applications;
    private final Visitor visitor;
    private final Frames frames;

    SettingsPage(Applications applications, Visitor visitor, Frames frames) {
        this.applications = applications;
        this.visitor = visitor;
        this.frames = frames;
    }

    @CheckedTemplate(basePath = "application")
    static class Templates {
        static native TemplateInstance settings(Frame frame, Place place, Faults faults);
    }

    @GET
    @Path("/settings")
    public Response get(@BeanParam ApplicationPath path) {
        return page(200, path, Faults.NONE);
    }

    private Response page(int status, ApplicationPath path, Faults faults) {
        return Html.page(
                status, Templates.settings(frames.still(), Place.of(applications.at(path), "settings"), faults));
    }

    @POST
    @Path("/scale")
    public Response scale(@BeanParam ApplicationPath path, MultivaluedMap<String, String> fields) {
        Form form = visitor.form(fields);
        Map<String, Object> counts = new LinkedHashMap<>();
        form.fields().keySet().stream()
                .filter(name -> name.startsWith(PROCESS))
                .forEach(name -> counts.put(name.substring(PROCESS.length()), form.number(name)));
        try {
            applications.scale(path, counts);
            return Html.then(path.address(), Notice.SCALED);
        } catch (PlatformRefusal refusal) {
            return page(refusal.problem().status(), path, Faults.of(refusal));
        }
    }

    @POST
    @Path("/restart")
    public Response restart(@BeanParam ApplicationPath path, MultivaluedMap<String, String> fields) {
        visitor.form(fields);
        applications.restart(path);
        return Html.then(path.address(), Notice.RESTARTED);
    }

    /// Asks for the name, because there is no way back after the trash.
    @POST
    @Path("/deletion")
    public Response delete(@BeanParam ApplicationPath path, MultivaluedMap<String, String> fields) {
        Form form = visitor.form(fields);
        if (!form.text("confirmation").equals(path.application())) {
            return page(422, path, Faults.at("confirmation", "is not the application's name", "Type its name."));
        }
        Address project = Address.of("projects", path.project());
        if (form.checked("purge")) {
            applications.purge(path);
            return Html.then(project, Notice.APPLICATION_PURGED);
        }
        applications.delete(path);
        return Html.then(project, Notice.APPLICATION_DELETED);
    }

    @POST
    @Path("/restoration")
    public Response restore(@BeanParam ApplicationPath path, MultivaluedMap<String, String> fields) {
        visitor.form(fields);
        applications.restore(path);
        return Html.then(path.address(), Notice.APPLICATION_RESTORED);
    }
}

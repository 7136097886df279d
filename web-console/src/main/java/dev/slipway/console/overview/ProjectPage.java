package dev.slipway.console.overview;

import dev.slipway.console.application.Application;
import dev.slipway.console.application.Applications;
import dev.slipway.console.client.Address;
import dev.slipway.console.http.Faults;
import dev.slipway.console.http.Frame;
import dev.slipway.console.http.Frames;
import dev.slipway.console.http.Html;
import dev.slipway.console.http.Notice;
import dev.slipway.console.project.Project;
import dev.slipway.console.project.Projects;
import dev.slipway.console.visitor.Form;
import dev.slipway.console.visitor.Visitor;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// One project: its applications, its trash, its end.
@Path("/console/projects/{project}")
@RunOnVirtualThread
public class ProjectPage {
    private final Projects projects;
    private final Applications applications;
    private final Visitor visitor;
    private final Frames frames;

    ProjectPage(Projects projects, Applications applications, Visitor visitor, Frames frames) {
        this.projects = projects;
        this.applications = applications;
        this.visitor = visitor;
        this.frames = frames;
    }

    @CheckedTemplate(basePath = "overview")
    static class Templates {
        static native TemplateInstance project(
                Frame frame, Project project, List<Application> applications, List<Application> trash);

        static native TemplateInstance projectDeletion(Frame frame, Project project, Faults faults);
    }

    @GET
    public Response get(@PathParam("project") String name) {
        Project project = projects.get(name);
        List<Application> all = applications.list(name);
        List<Application> present = all.stream().filter(one -> !one.deleted()).toList();
        List<Application> trash = all.stream().filter(Application::deleted).toList();
        Frame frame = frames.watching(
                List.of(project, all), all.stream().anyMatch(one -> one.status().busy()));
        return Html.page(frame, Templates.project(frame, project, present, trash));
    }

    @GET
    @Path("/deletion")
    public Response askDeletion(@PathParam("project") String name) {
        return deletion(200, name, Faults.NONE);
    }

    private Response deletion(int status, String name, Faults faults) {
        return Html.page(status, Templates.projectDeletion(frames.still(), projects.get(name), faults));
    }

    /// Asks for the name, because everything in the project stops.
    @POST
    @Path("/deletion")
    public Response delete(@PathParam("project") String name, MultivaluedMap<String, String> fields) {
        Form form = visitor.form(fields);
        if (!form.text("confirmation").equals(name)) {
            return deletion(422, name, Faults.at("confirmation", "is not the project's name", "Type its name."));
        }
        if (form.checked("purge")) {
            projects.purge(name);
            return Html.then(Address.ROOT, Notice.PROJECT_PURGED);
        }
        projects.delete(name);
        return Html.then(Address.ROOT, Notice.PROJECT_DELETED);
    }

    @POST
    @Path("/restoration")
    public Response restore(@PathParam("project") String name, MultivaluedMap<String, String> fields) {
        visitor.form(fields);
        projects.restore(name);
        return Html.then(Project.address(name), Notice.PROJECT_RESTORED);
    }
}

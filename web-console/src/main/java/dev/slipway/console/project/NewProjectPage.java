package dev.slipway.console.project;

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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

/// Makes a project.
@Path("/console/new-project")
@RunOnVirtualThread
public class NewProjectPage {
    private final Projects projects;
    private final Visitor visitor;
    private final Frames frames;

    NewProjectPage(Projects projects, Visitor visitor, Frames frames) {
        this.projects = projects;
        this.visitor = visitor;
        this.frames = frames;
    }

    @CheckedTemplate(basePath = "project", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance make(Frame frame, Faults faults, String name, String displayName);
    }

    @GET
    public Response get() {
        return Html.page(200, Templates.make(frames.still(), Faults.NONE, "", ""));
    }

    @POST
    public Response create(MultivaluedMap<String, String> fields) {
        Form form = visitor.form(fields);
        String name = form.text("name");
        try {
            projects.create(name, form.optional("displayName"));
            return Html.then(Project.address(name), Notice.PROJECT_CREATED);
        } catch (PlatformRefusal refusal) {
            Faults faults = Faults.of(refusal);
            return Html.page(
                    refusal.problem().status(), Templates.make(frames.still(), faults, name, form.text("displayName")));
        }
    }
}

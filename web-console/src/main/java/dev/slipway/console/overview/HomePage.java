package dev.slipway.console.overview;

import dev.slipway.console.application.Applications;
import dev.slipway.console.http.Frame;
import dev.slipway.console.http.Frames;
import dev.slipway.console.http.Html;
import dev.slipway.console.project.Project;
import dev.slipway.console.project.Projects;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;

/// All projects of the visitor, one line each.
@Path("/console")
@RunOnVirtualThread
public class HomePage {
    private final Projects projects;
    private final Applications applications;
    private final Frames frames;

    HomePage(Projects projects, Applications applications, Frames frames) {
        this.projects = projects;
        this.applications = applications;
        this.frames = frames;
    }

    @CheckedTemplate(basePath = "overview")
    static class Templates {
        static native TemplateInstance home(Frame frame, List<ProjectLine> projects, List<Project> trash);
    }

    @GET
    public Response get() {
        List<Project> all = projects.list();
        List<ProjectLine> lines = all.stream()
                .filter(Project::active)
                .map(project -> ProjectLine.of(project, applications.list(project.name())))
                .toList();
        List<Project> trash = all.stream().filter(project -> !project.active()).toList();
        Frame frame = frames.watching(
                List.of(lines, trash),
                lines.stream().anyMatch(line -> line.mark().busy()));
        return Html.page(frame, Templates.home(frame, lines, trash));
    }
}

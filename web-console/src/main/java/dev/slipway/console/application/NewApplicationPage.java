package dev.slipway.console.application;

import dev.slipway.console.client.Address;
import dev.slipway.console.client.PlatformRefusal;
import dev.slipway.console.http.Faults;
import dev.slipway.console.http.Frame;
import dev.slipway.console.http.Frames;
import dev.slipway.console.http.Html;
import dev.slipway.console.http.Notice;
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
import java.util.Map;

/// Makes an application: from a Git URL, which is looked at first, or for pushes.
@Path("/console/projects/{project}/new-application")
@RunOnVirtualThread
public class NewApplicationPage {
    private final Applications applications;
    private final Visitor visitor;
    private final Frames frames;

    NewApplicationPage(Applications applications, Visitor visitor, Frames frames) {
        this.applications = applications;
        this.visitor = visitor;
        this.frames = frames;
    }

    @CheckedTemplate(basePath = "application")
    static class Templates {
        static native TemplateInstance begin(Frame frame, Address project, Draft draft, Faults faults);

        static native TemplateInstance confirm(
                Frame frame, Address project, Draft draft, SourceCheck check, List<String> builders, Faults faults);
    }

    @GET
    public Response begin(@PathParam("project") String project) {
        applications.list(project);
        return begin(200, project, Draft.EMPTY, Faults.NONE);
    }

    private Response begin(int status, String project, Draft draft, Faults faults) {
        return Html.page(status, Templates.begin(frames.still(), address(project), draft, faults));
    }

    private static Address address(String project) {
        return Address.of("projects", project);
    }

    /// What is at the URL, and what would be made of it.
    @POST
    @Path("/source")
    public Response check(@PathParam("project") String project, MultivaluedMap<String, String> fields) {
        Draft draft = Draft.of(visitor.form(fields));
        try {
            SourceCheck check = check(project, draft);
            return check.reachable()
                    ? confirm(200, project, draft.completed(check), check, Faults.NONE)
                    : begin(422, project, draft, check.fault());
        } catch (PlatformRefusal refusal) {
            return begin(refusal.problem().status(), project, draft, Faults.of(refusal));
        }
    }

    private SourceCheck check(String project, Draft draft) {
        return visitor.post(address(project).below("source-checks"), Map.of("git", draft.source()), SourceCheck.class);
    }

    private Response confirm(int status, String project, Draft draft, SourceCheck check, Faults faults) {
        List<String> builders = visitor.get(Address.of("builders"), Builder.Listing.class).items().stream()
                .flatMap(Builder::references)
                .toList();
        return Html.page(status, Templates.confirm(frames.still(), address(project), draft, check, builders, faults));
    }

    @POST
    public Response create(@PathParam("project") String project, MultivaluedMap<String, String> fields) {
        Draft draft = Draft.of(visitor.form(fields));
        try {
            applications.create(project, draft.request());
            return Html.then(Application.address(project, draft.name()), Notice.APPLICATION_CREATED);
        } catch (PlatformRefusal refusal) {
            Faults faults = Faults.of(refusal);
            int status = refusal.problem().status();
            return draft.fromGit()
                    ? confirm(status, project, draft, check(project, draft), faults)
                    : begin(status, project, draft, faults);
        }
    }
}

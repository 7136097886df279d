package dev.slipway.console.environment;

import dev.slipway.console.application.Application;
import dev.slipway.console.application.ApplicationPath;
import dev.slipway.console.application.Applications;
import dev.slipway.console.application.Place;
import dev.slipway.console.client.Address;
import dev.slipway.console.client.PlatformRefusal;
import dev.slipway.console.environment.Environment.Variable;
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
import java.util.List;

/// The environment of an application: what is set, one more, one less.
@Path("/console/projects/{project}/applications/{application}/environment")
@RunOnVirtualThread
public class EnvironmentPage {
    private final Applications applications;
    private final Visitor visitor;
    private final Frames frames;

    EnvironmentPage(Applications applications, Visitor visitor, Frames frames) {
        this.applications = applications;
        this.visitor = visitor;
        this.frames = frames;
    }

    @CheckedTemplate(basePath = "environment")
    static class Templates {
        static native TemplateInstance index(
                Frame frame, Place place, List<Variable> variables, Faults faults, Draft draft);
    }

    /// What was filled in, to be shown again; the value of a secret is not.
    public record Draft(String name, String value, boolean secret, String scope) {
        static final Draft EMPTY = new Draft("", "", false, "all");

        static Draft of(Form form) {
            boolean secret = form.checked("secret");
            return new Draft(form.text("name"), secret ? "" : form.lines("value"), secret, form.text("scope"));
        }

        public List<String> scopes() {
            return List.of("all", "run", "build");
        }
    }

    @GET
    public Response get(@BeanParam ApplicationPath path) {
        return page(200, path, Faults.NONE, Draft.EMPTY);
    }

    private Response page(int status, ApplicationPath path, Faults faults, Draft draft) {
        Application application = applications.at(path);
        return Html.page(
                status,
                Templates.index(
                        frames.still(), Place.of(application, "environment"), variables(application), faults, draft));
    }

    private List<Variable> variables(Application application) {
        return visitor.get(address(application), Environment.class).variables();
    }

    private static Address address(Application application) {
        return application.in("environment");
    }

    @POST
    public Response set(@BeanParam ApplicationPath path, MultivaluedMap<String, String> fields) {
        Form form = visitor.form(fields);
        Application application = applications.at(path);
        Variable variable =
                new Variable(form.text("name"), form.lines("value"), form.checked("secret"), form.text("scope"));
        try {
            visitor.patch(address(application), new Environment(List.of(variable)));
            return Html.then(address(application), Notice.VARIABLE_SET);
        } catch (PlatformRefusal refusal) {
            return page(refusal.problem().status(), path, Faults.of(refusal), Draft.of(form));
        }
    }

    /// All others stay; secrets keep their value when none is sent.
    @POST
    @Path("/removal")
    public Response remove(@BeanParam ApplicationPath path, MultivaluedMap<String, String> fields) {
        String name = visitor.form(fields).text("name");
        Application application = applications.at(path);
        List<Variable> kept = variables(application).stream()
                .filter(variable -> !variable.name().equals(name))
                .toList();
        visitor.put(address(application), application.version(), new Environment(kept));
        return Html.then(address(application), Notice.VARIABLE_REMOVED);
    }
}

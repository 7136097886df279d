package dev.slipway.console.session;

import dev.slipway.console.client.Address;
import dev.slipway.console.client.PlatformRefusal;
import dev.slipway.console.http.Faults;
import dev.slipway.console.http.Frame;
import dev.slipway.console.http.Frames;
import dev.slipway.console.http.Html;
import dev.slipway.console.visitor.Form;
import dev.slipway.console.visitor.Visitor;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;

/// Begins a session.
@Path("/console/sign-in")
@RunOnVirtualThread
public class SignInPage {
    private final Visitor visitor;
    private final Frames frames;

    SignInPage(Visitor visitor, Frames frames) {
        this.visitor = visitor;
        this.frames = frames;
    }

    @CheckedTemplate(basePath = "session", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance signIn(Frame frame, Faults faults, String name, ReturnAddress to);
    }

    @GET
    public Response get(@QueryParam("to") String to) {
        return page(200, Faults.NONE, "", ReturnAddress.of(to));
    }

    private Response page(int status, Faults faults, String name, ReturnAddress to) {
        return Response.fromResponse(Html.page(status, Templates.signIn(frames.forSignIn(), faults, name, to)))
                .header("Set-Cookie", visitor.cookies().guest(visitor.guest()))
                .build();
    }

    private record Session(String token) {}

    @POST
    public Response signIn(MultivaluedMap<String, String> fields, @HeaderParam("User-Agent") String browser) {
        Form form = visitor.guestForm(fields);
        ReturnAddress to = ReturnAddress.of(form.text("to"));
        try {
            Session session = visitor.postWithPassword(
                    form.text("name"),
                    form.raw("password"),
                    Address.of("sessions"),
                    Map.of("name", Browser.named(browser)),
                    Session.class);
            return Response.seeOther(URI.create(to.path()))
                    .header("Set-Cookie", visitor.cookies().signedIn(session.token()))
                    .build();
        } catch (PlatformRefusal refusal) {
            return page(refusal.problem().status(), faults(refusal), form.text("name"), to);
        }
    }

    /// One text for every way in which name and password can be wrong.
    private static Faults faults(PlatformRefusal refusal) {
        return refusal.signedOut()
                ? Faults.at("password", "The name or the password is not right.", "Try again.")
                : Faults.of(refusal);
    }
}

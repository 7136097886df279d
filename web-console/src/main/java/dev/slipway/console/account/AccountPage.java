package dev.slipway.console.account;

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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/// The visitor's own password, tokens and sessions.
@Path("/console/account")
@RunOnVirtualThread
public class AccountPage {
    private static final Address ACCOUNT = Address.of("account");
    private static final Address SIGN_IN = Address.of("sign-in");
    private static final Address PASSWORD = Address.of("me", "password");
    private static final Address TOKENS = Address.of("tokens");
    private static final Address SESSIONS = Address.of("sessions");

    private final Visitor visitor;
    private final Frames frames;

    AccountPage(Visitor visitor, Frames frames) {
        this.visitor = visitor;
        this.frames = frames;
    }

    @CheckedTemplate(basePath = "account")
    static class Templates {
        static native TemplateInstance show(Frame frame, List<Key> tokens, List<Key> sessions, Key made, Faults faults);
    }

    @GET
    public Response get() {
        return page(200, null, Faults.NONE);
    }

    /// made is a token whose text is shown this one time, or null.
    private Response page(int status, Key made, Faults faults) {
        return Html.page(status, Templates.show(frames.still(), keys(TOKENS), keys(SESSIONS), made, faults));
    }

    private List<Key> keys(Address address) {
        return visitor.get(address, Key.Listing.class).items();
    }

    @POST
    @Path("/password")
    public Response changePassword(MultivaluedMap<String, String> fields) {
        Form form = visitor.form(fields);
        if (!form.raw("password").equals(form.raw("again"))) {
            return page(422, null, Faults.at("again", "is not the same as the new password", "Type it twice."));
        }
        try {
            visitor.put(PASSWORD, Map.of("current", form.raw("current"), "password", form.raw("password")));
            return Response.fromResponse(Html.then(SIGN_IN, Notice.PASSWORD_CHANGED))
                    .header("Set-Cookie", visitor.cookies().signedOut())
                    .build();
        } catch (PlatformRefusal refusal) {
            return page(refusal.problem().status(), null, Faults.of(refusal));
        }
    }

    /// Asks for the password: a token may live longer than the session, and elsewhere.
    @POST
    @Path("/tokens")
    public Response makeToken(MultivaluedMap<String, String> fields) {
        Form form = visitor.form(fields);
        Map<String, Object> request = Map.of(
                "name", form.text("name"),
                "scopes", List.of(form.text("scope")),
                "expiresIn", "P" + form.text("days") + "D");
        try {
            Key made = visitor.postWithPassword(
                    frames.still().user(), form.raw("token-password"), TOKENS, request, Key.class);
            return page(200, made, Faults.NONE);
        } catch (PlatformRefusal refusal) {
            return page(422, null, faults(refusal));
        }
    }

    private static Faults faults(PlatformRefusal refusal) {
        return refusal.signedOut()
                ? Faults.at("token-password", "is not your password", "Try again.")
                : Faults.of(refusal);
    }

    @POST
    @Path("/tokens/{id}/revocation")
    public Response revoke(@PathParam("id") String id, MultivaluedMap<String, String> fields) {
        visitor.form(fields);
        visitor.delete(TOKENS.below(id));
        return Html.then(ACCOUNT, Notice.TOKEN_REVOKED);
    }

    @POST
    @Path("/sessions/{id}/end")
    public Response endSession(@PathParam("id") String id, MultivaluedMap<String, String> fields) {
        visitor.form(fields);
        visitor.delete(SESSIONS.below(id));
        return Html.then(ACCOUNT, Notice.SESSION_ENDED);
    }

    @POST
    @Path("/sessions/end")
    public Response signOutEverywhere(MultivaluedMap<String, String> fields) {
        visitor.form(fields);
        visitor.delete(SESSIONS);
        return Response.fromResponse(Html.then(SIGN_IN, Notice.SIGNED_OUT))
                .header("Set-Cookie", visitor.cookies().signedOut())
                .build();
    }
}

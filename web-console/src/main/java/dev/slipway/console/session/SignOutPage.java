package dev.slipway.console.session;

import dev.slipway.console.client.Address;
import dev.slipway.console.client.PlatformRefusal;
import dev.slipway.console.http.Html;
import dev.slipway.console.http.Notice;
import dev.slipway.console.visitor.Visitor;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

/// Ends the session.
@Path("/console/sign-out")
@RunOnVirtualThread
public class SignOutPage {
    private final Visitor visitor;

    SignOutPage(Visitor visitor) {
        this.visitor = visitor;
    }

    @POST
    public Response signOut(MultivaluedMap<String, String> fields) {
        visitor.form(fields);
        try {
            visitor.delete(Address.of("sessions", "current"));
        } catch (PlatformRefusal refusal) {
            if (!refusal.signedOut()) {
                throw refusal;
            }
        }
        return Response.fromResponse(Html.then(Address.of("sign-in"), Notice.SIGNED_OUT))
                .header("Set-Cookie", visitor.cookies().signedOut())
                .build();
    }
}

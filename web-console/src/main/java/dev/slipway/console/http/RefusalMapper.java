package dev.slipway.console.http;

import dev.slipway.console.client.Address;
import dev.slipway.console.client.PlatformRefusal;
import dev.slipway.console.client.Problem;
import dev.slipway.console.visitor.Visitor;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// What a page says when the platform refuses: who is not signed in comes to the sign-in, others to a page that tells
/// why and what next.
public class RefusalMapper {
    private final Frames frames;
    private final Visitor visitor;

    RefusalMapper(Frames frames, Visitor visitor) {
        this.frames = frames;
        this.visitor = visitor;
    }

    @CheckedTemplate(basePath = "error")
    static class Templates {
        static native TemplateInstance show(Frame frame, Problem problem);
    }

    @ServerExceptionMapper
    public Response refused(PlatformRefusal refusal, ContainerRequestContext request) {
        if (!refusal.signedOut()) {
            return Html.page(refusal.problem().status(), Templates.show(frames.forAnybody(), refusal.problem()));
        }
        return visitor.errand().seen() == null ? signIn(request) : reload();
    }

    private Response signIn(ContainerRequestContext request) {
        String back = request.getMethod().equals("GET") ? visitor.errand().path() : Address.ROOT.console();
        return Response.seeOther(URI.create(
                        Address.of("sign-in").console() + "?to=" + URLEncoder.encode(back, StandardCharsets.UTF_8)))
                .header("Set-Cookie", visitor.cookies().signedOut())
                .build();
    }

    /// The whole page, and not the part that was to be refreshed, goes to the sign-in.
    private static Response reload() {
        return Response.noContent().header("HX-Refresh", "true").build();
    }
}

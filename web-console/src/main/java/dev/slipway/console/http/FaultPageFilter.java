package dev.slipway.console.http;

import dev.slipway.console.client.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// Where something in the console itself goes wrong, the platform's words for programs become a page for people.
public class FaultPageFilter {
    private static final int AFTER_OTHERS = 1_000;

    private final Frames frames;

    FaultPageFilter(Frames frames) {
        this.frames = frames;
    }

    @ServerResponseFilter(priority = AFTER_OTHERS)
    public void translate(ContainerRequestContext request, ContainerResponseContext answer) {
        MediaType type = answer.getMediaType();
        if (!request.getUriInfo().getPath().startsWith("/console")
                || answer.getStatus() < 400
                || type != null && type.getSubtype().equals("html")) {
            return;
        }
        Problem problem = problem(answer.getStatus(), answer.getHeaderString("X-Request-Id"));
        answer.setEntity(
                RefusalMapper.Templates.show(frames.forAnybody(), problem).render(),
                null,
                MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"));
    }

    private static Problem problem(int status, String requestId) {
        if (status == 404) {
            return Problem.notFound();
        }
        return status < 500
                ? new Problem(
                        status,
                        "MALFORMED",
                        "This cannot be done here",
                        "The page does not take this request.",
                        List.of(),
                        "Go back and use the links and buttons of the page.",
                        requestId)
                : new Problem(
                        status,
                        "INTERNAL",
                        "Slipway failed",
                        "Something went wrong inside the console; the request id finds it in the platform's log.",
                        List.of(),
                        "Try again; if it stays so, give the request id to the administrator.",
                        requestId);
    }
}

package dev.slipway.console.http;

import dev.slipway.console.client.Address;
import dev.slipway.console.visitor.Errand;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/// Answers for browsers.
public final class Html {
    private static final String TYPE = "text/html;charset=UTF-8";

    private Html() {}

    /// The page, or nothing where the browser shows it already.
    public static Response page(Frame frame, TemplateInstance page) {
        return frame.unchanged() ? Response.noContent().build() : page(200, page);
    }

    public static Response page(int status, TemplateInstance page) {
        return Response.status(status).type(TYPE).entity(page.render()).build();
    }

    /// On to a page after something was done, so that a reload does not do it again.
    public static Response then(Address address, Notice notice) {
        return Response.seeOther(URI.create(address.console() + "?" + Errand.SAID + "=" + notice.name()))
                .build();
    }

    public static Response then(Address address) {
        return Response.seeOther(URI.create(address.console())).build();
    }
}

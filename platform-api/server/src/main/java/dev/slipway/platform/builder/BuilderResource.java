package dev.slipway.platform.builder;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// The catalogue of builder images that the nodes offer.
@Path("/api/v1/builders")
@Tag(name = "Builders")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class BuilderResource {
    private final Caller caller;

    BuilderResource(Caller caller) {
        this.caller = caller;
    }

    /// made says whether an image is there; otherwise the first build that wants it makes it.
    public record Answer(
            String name,
            List<String> versions,
            String description,
            List<String> tags,
            List<String> detects,
            boolean made) {}

    @GET
    @Operation(summary = "The catalogue of builders")
    @Transactional
    public Page<Answer> list(@BeanParam PageQuery query) {
        caller.principal().require(Scope.READ);
        Page.Request page = query.page();
        List<Answer> rest = catalogue().stream()
                .filter(builder -> builder.name().compareTo(page.afterName()) > 0)
                .limit(page.limit() + 1L)
                .toList();
        return Page.of(rest, page, builder -> builder, Answer::name);
    }

    @GET
    @Operation(summary = "A builder")
    @Path("/{name}")
    @Transactional
    public Answer get(@PathParam("name") String name) {
        caller.principal().require(Scope.READ);
        return catalogue().stream()
                .filter(builder -> builder.name().equals(name))
                .findFirst()
                .orElseThrow(() -> PlatformException.notFound("Builder \"" + name + "\""));
    }

    private static List<Answer> catalogue() {
        Map<String, Answer> byName = new TreeMap<>();
        for (BuilderRow row : BuilderRow.<BuilderRow>list("order by version desc")) {
            byName.computeIfAbsent(
                            row.name,
                            _ -> new Answer(
                                    row.name,
                                    new ArrayList<>(),
                                    row.description,
                                    List.of(row.tags),
                                    List.of(row.detects),
                                    row.made))
                    .versions()
                    .add(row.version);
        }
        return List.copyOf(byName.values());
    }
}

package dev.slipway.platform.route;

import dev.slipway.database.Sql;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.name.ResourceName;
import dev.slipway.model.project.Project;
import dev.slipway.model.route.Hostname;
import dev.slipway.model.route.Target;
import dev.slipway.platform.application.Addresses;
import dev.slipway.platform.application.ApplicationStore;
import dev.slipway.platform.http.Body;
import dev.slipway.platform.http.Idempotency;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.http.PageQuery;
import dev.slipway.platform.http.Versions;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.project.Tenancy;
import dev.slipway.platform.route.RouteStore.Route;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Routes of a project: hosts and paths, and the applications behind them.
@Path("/api/v1/projects/{project}/routes")
@Tag(name = "Routes")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RouteResource {
    private static final int HEAVIEST = 256;
    private static final int LONGEST_PATH = 1024;
    private static final Pattern PATH = Pattern.compile("/[^?#\\p{Cntrl}]*");

    private final Tenancy tenancy;
    private final ApplicationStore applications;
    private final RouteStore routes;
    private final HostRules hosts;
    private final Idempotency idempotency;
    private final Bell bell;

    RouteResource(
            Tenancy tenancy,
            ApplicationStore applications,
            RouteStore routes,
            Addresses addresses,
            Idempotency idempotency,
            Bell bell) {
        this.tenancy = tenancy;
        this.applications = applications;
        this.routes = routes;
        this.hosts = new HostRules(addresses);
        this.idempotency = idempotency;
        this.bell = bell;
    }

    /// name is by default made of the host; path is a prefix that ends on a segment boundary, by default "/", at
    /// most 1,024 characters; weight 0 to 256, by default 100.
    public record Request(String name, String host, String path, List<WeightedTarget> targets) {}

    public record WeightedTarget(String application, Integer weight) {}

    public record Answer(
            String name,
            String host,
            String path,
            List<Target> targets,
            String url,
            String state,
            Admitted admitted,
            long version,
            Instant createdAt) {}

    /// Why a route is not admitted; null for one that is. What cannot be admitted is refused when it is asked for.
    public record Admitted(String reason) {}

    private Answer answer(Route route) {
        return new Answer(
                route.name(),
                route.host(),
                route.path(),
                route.targets(),
                routes.url(route),
                "admitted",
                new Admitted(null),
                route.version(),
                route.createdAt());
    }

    @POST
    @Operation(summary = "Make a route")
    @APIResponseSchema(value = Answer.class, responseCode = "201")
    public Response create(@PathParam("project") String projectName, Request request) {
        return idempotency.once(tenancy.caller().user(), request, () -> created(projectName, request));
    }

    private Response created(String projectName, Request request) {
        Hostname host = host(Body.required(request).host());
        String path = path(request.path());
        ResourceName name = request.name() == null ? RouteName.of(host) : new ResourceName(request.name());
        Answer answer = tenancy.in(projectName, Permission.CHANGE, (sql, project) -> {
            hosts.require(host, project.name());
            List<Target> targets = targets(sql, project, request.targets());
            if (routes.find(sql, project.id(), name.value()).isPresent()) {
                throw PlatformException.field(
                        ErrorCode.NAME_TAKEN, "name", "\"" + name + "\" is taken", "Choose another name.");
            }
            if (!routes.insert(sql, project.id(), name.value(), host, path, targets, false)) {
                throw PlatformException.field(
                        ErrorCode.HOST_TAKEN,
                        "host",
                        "\"" + host + path + "\" is taken",
                        "Choose another host, or remove the route that has it.");
            }
            return answer(routes.find(sql, project.id(), name.value()).orElseThrow());
        });
        bell.ring(Topic.ASSIGNMENTS);
        return Response.created(URI.create("/api/v1/projects/" + projectName + "/routes/" + name))
                .tag(String.valueOf(answer.version()))
                .entity(answer)
                .build();
    }

    private static Hostname host(String text) {
        if (text == null) {
            throw PlatformException.invalid("host", "is required");
        }
        try {
            return new Hostname(text);
        } catch (IllegalArgumentException e) {
            throw PlatformException.invalid("host", e.getMessage());
        }
    }

    private static String path(String text) {
        String path = text == null ? "/" : text;
        if (path.length() > LONGEST_PATH
                || path.contains("//")
                || !PATH.matcher(path).matches()) {
            throw PlatformException.invalid(
                    "path", "must begin with \"/\" and be a plain path of at most " + LONGEST_PATH + " characters");
        }
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private List<Target> targets(Sql sql, Project project, List<WeightedTarget> wanted) {
        if (wanted == null || wanted.isEmpty()) {
            throw PlatformException.invalid("targets", "must name at least one application");
        }
        return wanted.stream().map(target -> target(sql, project, target)).toList();
    }

    private Target target(Sql sql, Project project, WeightedTarget wanted) {
        if (wanted == null || wanted.application() == null) {
            throw PlatformException.invalid("targets.application", "is required");
        }
        int weight = wanted.weight() == null ? 100 : wanted.weight();
        if (weight < 0 || weight > HEAVIEST) {
            throw PlatformException.invalid("targets.weight", "must be between 0 and " + HEAVIEST);
        }
        return new Target(application(sql, project, wanted.application()), weight);
    }

    private String application(Sql sql, Project project, String name) {
        try {
            return applications.get(sql, project.id(), name).name();
        } catch (PlatformException _) {
            throw PlatformException.invalid("targets.application", "the project has no application \"" + name + "\"");
        }
    }

    @GET
    @Operation(summary = "The routes of a project")
    public Page<Answer> list(@PathParam("project") String projectName, @BeanParam PageQuery query) {
        Page.Request page = query.page();
        return tenancy.in(
                projectName,
                Permission.VIEW,
                (sql, project) -> Page.of(routes.page(sql, project.id(), page), page, this::answer, Route::name));
    }

    @GET
    @Operation(summary = "A route")
    @APIResponseSchema(value = Answer.class, responseCode = "200")
    @Path("/{route}")
    public Response get(
            @PathParam("project") String projectName,
            @PathParam("route") String name,
            @HeaderParam("If-None-Match") String ifNoneMatch) {
        return tenancy.in(projectName, Permission.VIEW, (sql, project) -> {
            Route route = existing(sql, project, name);
            return Versions.read(ifNoneMatch, route.version(), answer(route));
        });
    }

    private Route existing(Sql sql, Project project, String name) {
        return routes.find(sql, project.id(), name).orElseThrow(() -> missing(name));
    }

    private Route locked(Sql sql, Project project, String name) {
        return routes.locked(sql, project.id(), name).orElseThrow(() -> missing(name));
    }

    private static PlatformException missing(String name) {
        return PlatformException.notFound("Route \"" + name + "\"");
    }

    @PUT
    @Operation(summary = "Change a route's targets")
    @APIResponseSchema(value = Answer.class, responseCode = "200")
    @Path("/{route}")
    public Response change(
            @PathParam("project") String projectName,
            @PathParam("route") String name,
            @HeaderParam("If-Match") String ifMatch,
            Request request) {
        Response answer = tenancy.in(projectName, Permission.CHANGE, (sql, project) -> {
            Route route = locked(sql, project, name);
            Versions.require(ifMatch, route.version());
            if (Body.required(request).host() != null
                    && !host(request.host()).value().equals(route.host())) {
                throw PlatformException.invalid("host", "cannot be changed; make another route");
            }
            if (request.path() != null && !path(request.path()).equals(route.path())) {
                throw PlatformException.invalid("path", "cannot be changed; make another route");
            }
            if (request.name() != null && !request.name().equals(name)) {
                throw PlatformException.invalid("name", "cannot be changed; make another route");
            }
            routes.change(sql, route, targets(sql, project, request.targets()));
            Route changed = existing(sql, project, name);
            return Versions.tagged(changed.version(), answer(changed));
        });
        bell.ring(Topic.ASSIGNMENTS);
        return answer;
    }

    @DELETE
    @Operation(summary = "Remove a route")
    @Path("/{route}")
    public void delete(
            @PathParam("project") String projectName,
            @PathParam("route") String name,
            @HeaderParam("If-Match") String ifMatch) {
        tenancy.in(projectName, Permission.CHANGE, (sql, project) -> {
            Route route = locked(sql, project, name);
            Versions.require(ifMatch, route.version());
            routes.delete(sql, route.id());
            return null;
        });
        bell.ring(Topic.ASSIGNMENTS);
    }
}

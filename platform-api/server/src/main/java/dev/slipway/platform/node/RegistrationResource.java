package dev.slipway.platform.node;

import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.model.assignment.NodeRegistration.Welcome;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.PlatformException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// A node starts and says what it is.
@Path("/node/v1/nodes/{name}")
@RunOnVirtualThread
public class RegistrationResource {
    private static final int MOST_CPU_MILLIS = 1_000_000;
    private static final long MOST_MEMORY = 1L << 53;

    private final NodeStore nodes;
    private final Bell bell;
    private final String appsDomain;
    private final int routerPort;
    private final BuildSlots builds;

    RegistrationResource(
            NodeStore nodes,
            Bell bell,
            @ConfigProperty(name = "slipway.apps.domain", defaultValue = "apps.localhost") String appsDomain,
            @ConfigProperty(name = "slipway.router.port", defaultValue = "8000") int routerPort,
            BuildSlots builds) {
        this.nodes = nodes;
        this.bell = bell;
        this.appsDomain = appsDomain;
        this.routerPort = routerPort;
        this.builds = builds;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public String register(@PathParam("name") String name, String body) {
        long incarnation = nodes.register(new NodeName(name), registration(body));
        bell.ring(Topic.CLUSTER, Topic.BUILDS);
        return NodeProtocol.write(new Welcome(incarnation, appsDomain, routerPort, builds.slots()));
    }

    private static NodeRegistration registration(String body) {
        NodeRegistration registration = NodeProtocol.read(body, NodeRegistration.class);
        require(registration != null && registration.builders() != null, "builders");
        require(registration.engine() != null && registration.agentVersion() != null, "engine");
        require(registration.cpuMillis() >= 1 && registration.cpuMillis() <= MOST_CPU_MILLIS, "cpuMillis");
        require(registration.memoryBytes() >= 1 && registration.memoryBytes() <= MOST_MEMORY, "memoryBytes");
        return registration;
    }

    private static void require(boolean good, String field) {
        if (!good) {
            throw PlatformException.invalid(field, "is missing or beyond what a node can have");
        }
    }
}

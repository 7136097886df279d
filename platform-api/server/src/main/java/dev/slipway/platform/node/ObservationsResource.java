package dev.slipway.platform.node;

import dev.slipway.model.assignment.Observation;
import dev.slipway.model.fault.PlatformException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// A node says what it holds, and hears what must go.
@Path("/node/v1/nodes/{name}/observations")
@RunOnVirtualThread
public class ObservationsResource {
    private final ObservationIntake intake;

    ObservationsResource(ObservationIntake intake) {
        this.intake = intake;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public String take(@PathParam("name") String name, String body) {
        return NodeProtocol.write(intake.take(new NodeName(name), observation(body)));
    }

    private static Observation observation(String body) {
        Observation observation = NodeProtocol.read(body, Observation.class);
        if (observation == null
                || observation.instances() == null
                || observation.instances().stream()
                        .anyMatch(one -> one == null || one.id() == null || one.phase() == null)) {
            throw PlatformException.invalid("instances", "must name each instance with its id and phase");
        }
        return observation;
    }
}

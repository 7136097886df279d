package dev.slipway.node.platform;

import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.LogRequest;
import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.model.assignment.NodeRegistration.Welcome;
import dev.slipway.model.assignment.Observation;
import dev.slipway.model.assignment.Observation.Orders;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/// The platform as one node sees it (`/node/v1`). The node dials out; nothing dials in. Calls block. Every method
/// throws {@link PlatformUnreachable} when no answer comes and {@link PlatformRefusal} when the answer is a
/// refusal; status 404 of a refusal means that the platform does not know this node: register again.
public interface ControlPlane {

    Welcome register(NodeRegistration registration);

    /// The state newer than the given version; empty when there is none within wait.
    Optional<DesiredState> assignments(long after, Duration wait);

    Orders observe(Observation observation);

    /// Somebody's wish to read a log; empty when there is none within wait.
    Optional<LogRequest> logRequest(Duration wait);

    /// Sends the log until it ends or nobody reads any more; closes it then.
    void answerLog(String request, InputStream log);
}

package dev.slipway.node.platform;

import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.LogRequest;
import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.model.assignment.NodeRegistration.Welcome;
import dev.slipway.model.assignment.Observation;
import dev.slipway.model.assignment.Observation.Orders;
import dev.slipway.model.assignment.TenantNetwork;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The control plane over HTTP, speaking for the one node of the given name.
public final class HttpControlPlane implements ControlPlane {
    private final PlatformHttp http;
    private final String node;
    private final UnaryOperator<TenantNetwork> networks;

    /// networks says where a project's network lies on this node.
    public HttpControlPlane(PlatformHttp http, String name, UnaryOperator<TenantNetwork> networks) {
        this.networks = networks;
        this.http = http;
        this.node = "/node/v1/nodes/" + PlatformHttp.encoded(name);
    }

    @Override
    public Welcome register(NodeRegistration registration) {
        return http.send("PUT", node, registration, Duration.ZERO, Welcome.class)
                .orElseThrow(() -> new PlatformRefusal("PUT " + node, 502, "no welcome came back"));
    }

    @Override
    public Optional<DesiredState> assignments(long after, Duration wait) {
        String path = node + "/assignments?after=" + after + "&wait=" + wait.toSeconds();
        return http.get(path, wait, DesiredState.class).map(state -> state.in(networks));
    }

    @Override
    public Orders observe(Observation observation) {
        return http.send("POST", node + "/observations", observation, Duration.ZERO, Orders.class)
                .orElseGet(() -> new Orders(List.of()));
    }

    @Override
    public Optional<LogRequest> logRequest(Duration wait) {
        return http.get(node + "/log-requests?wait=" + wait.toSeconds(), wait, LogRequest.class);
    }

    @Override
    public void answerLog(String request, InputStream log) {
        http.post("/node/v1/log-requests/" + PlatformHttp.encoded(request), log);
    }
}

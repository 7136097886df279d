package dev.slipway.platform.node;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.http.MatchedAddress;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/// Lets nobody but nodes under `/node/`.
public class NodeAuthentication {
    private static final String NODES = "/node/";

    private final NodeCredential credential;

    NodeAuthentication(NodeCredential credential) {
        this.credential = credential;
    }

    @ServerRequestFilter
    public void authenticate(ContainerRequestContext request, SimpleResourceInfo matched) {
        if (MatchedAddress.of(matched).below(NODES)
                && !credential.matches(request.getHeaderString(HttpHeaders.AUTHORIZATION))) {
            throw PlatformException.of(
                    ErrorCode.UNAUTHENTICATED,
                    "This is for nodes, and the node's credential is missing or wrong.",
                    "Compare slipway.node.credential-file of the node with the platform's.");
        }
    }
}

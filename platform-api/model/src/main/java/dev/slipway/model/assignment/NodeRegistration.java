package dev.slipway.model.assignment;

import java.util.List;
import java.util.Map;

/// What a node says of itself when it starts: PUT /node/v1/nodes/{name}. cpuMillis and memoryBytes are what
/// instances may be given in sum (the machine less a reserve). appsDomain and the rest of the platform's settings
/// come back in {@link Welcome}.
public record NodeRegistration(
        int cpuMillis, long memoryBytes, String engine, String agentVersion, List<BuilderOffer> builders) {

    /// A builder image this node holds. environment is what the image itself sets; null from a node that does not
    /// tell.
    public record BuilderOffer(
            String name,
            String version,
            String image,
            String imageId,
            String description,
            List<String> tags,
            List<String> detects,
            Map<String, String> environment) {}

    /// The platform's answer. buildSlots is how many builds the node may run at once.
    public record Welcome(long incarnation, String appsDomain, int routerPort, int buildSlots) {}
}

package dev.slipway.model.assignment;

import java.util.List;

/// What a node says of itself when it starts: PUT /node/v1/nodes/{name}. cpuMillis and memoryBytes are what
/// instances may be given in sum (the machine less a reserve). appsDomain and the rest of the platform's settings
/// come back in {@link Welcome}.
public record NodeRegistration(
        int cpuMillis, long memoryBytes, String engine, String agentVersion, List<BuilderOffer> builders) {

    /// A builder image this node holds.
    public record BuilderOffer(
            String name,
            String version,
            String image,
            String imageId,
            String description,
            List<String> tags,
            List<String> detects) {}

    /// The platform's answer. buildSlots is how many builds the node may run at once.
    public record Welcome(long incarnation, String appsDomain, int routerPort, int buildSlots) {}
}

package dev.slipway.model.assignment;

import java.util.List;
import java.util.Map;

/// What a node says of itself when it starts: PUT /node/v1/nodes/{name}. cpuMillis and memoryBytes are what
/// instances may be given in sum (the machine less a reserve). appsDomain and the rest of the platform's settings
/// come back in {@link Welcome}.
/// builders are there; makeable ones are not, and are made at their first use (null from a node that makes none).
/// added is what the node found of the images it was asked to look for; null from a node that was not asked yet, or
/// that is older.
public record NodeRegistration(
        int cpuMillis,
        long memoryBytes,
        String engine,
        String agentVersion,
        List<BuilderOffer> builders,
        List<BuilderOffer> makeable,
        List<AddedOffer> added) {

    /// Of a node that was not asked for added images yet.
    public NodeRegistration(
            int cpuMillis,
            long memoryBytes,
            String engine,
            String agentVersion,
            List<BuilderOffer> builders,
            List<BuilderOffer> makeable) {
        this(cpuMillis, memoryBytes, engine, agentVersion, builders, makeable, null);
    }

    /// A builder image this node holds; or one that it can make, then both image and imageId are the tag it will
    /// have. environment is what the image itself sets; null from a node that does not tell.
    public record BuilderOffer(
            String name,
            String version,
            String image,
            String imageId,
            String description,
            List<String> tags,
            List<String> detects,
            Map<String, String> environment) {}

    /// An image of {@link AddedImage} as this node found it: imageId is null where there is none, and fault then says
    /// so; else fault says why nothing can be built with it, null where nothing stands against that.
    public record AddedOffer(
            String name, String version, String image, String imageId, Map<String, String> environment, String fault) {}

    /// The platform's answer. buildSlots is how many builds the node may run at once.
    public record Welcome(long incarnation, String appsDomain, int routerPort, int buildSlots) {}
}

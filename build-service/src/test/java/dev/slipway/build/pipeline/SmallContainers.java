package dev.slipway.build.pipeline;

import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.NetworkPlace;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Containers with which tests look into what was built: half a processor, 64 MiB of memory.
final class SmallContainers {
    private SmallContainers() {}

    /// command null means the image's own, network null none.
    static ContainerSpec of(
            String installation,
            String purpose,
            String image,
            List<String> command,
            Map<String, String> labels,
            String network) {
        return new ContainerSpec(
                "slipway-" + installation + "-" + purpose + "-" + UUID.randomUUID(),
                image,
                command,
                null,
                Map.of(),
                labels,
                network == null ? NetworkPlace.nowhere() : NetworkPlace.in(network),
                OrderSamples.UID,
                500,
                512,
                64L << 20,
                64,
                16L << 20,
                false,
                true);
    }
}

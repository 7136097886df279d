package dev.slipway.platform.route;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.name.ResourceName;
import dev.slipway.model.route.Hostname;

/// The name of a route that nobody named.
final class RouteName {
    private static final int LONGEST = 30;

    private RouteName() {}

    /// The host's first label, or "route-" and the label where that is no name.
    static ResourceName of(Hostname host) {
        String label = host.value().split("\\.")[0];
        try {
            return new ResourceName(label);
        } catch (PlatformException _) {
            String longer = "route-" + label;
            return new ResourceName(
                    longer.substring(0, Math.min(longer.length(), LONGEST)).replaceAll("-+$", ""));
        }
    }
}

package dev.slipway.platform.route;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.route.Hostname;
import dev.slipway.platform.application.Addresses;
import java.net.URI;
import java.util.regex.Pattern;

/// Which hosts a project may have a route on. Below the domain of applications only those that end with its own name,
/// as the generated ones do: what lies below such a host belongs to its project too.
record HostRules(Addresses addresses) {

    /// Throws FIELD_INVALID for the platform's own hosts and for those that belong to another project's name.
    void require(Hostname host, String project) {
        if (reserved(host)) {
            throw PlatformException.invalid("host", "\"" + host + "\" is the platform's own");
        }
        if (!own(host, project)) {
            throw PlatformException.invalid(
                    "host",
                    "must end with \"-" + project + "." + domain() + "\" or lie outside the domain of applications");
        }
    }

    /// The host of the platform, this machine, and the domain of applications itself.
    boolean reserved(Hostname host) {
        return host.value().equals("localhost")
                || host.value().equals(domain())
                || host.value().equalsIgnoreCase(URI.create(addresses.url()).getHost());
    }

    private boolean own(Hostname host, String project) {
        if (!host.value().endsWith("." + domain())) {
            return true;
        }
        String below = host.value().substring(0, host.value().length() - domain().length() - 1);
        String label = below.substring(below.lastIndexOf('.') + 1);
        return Pattern.matches(".+-" + Pattern.quote(project) + "(-[0-9a-f]{4})?", label);
    }

    private String domain() {
        return addresses.appsDomain().toLowerCase(java.util.Locale.ROOT);
    }
}

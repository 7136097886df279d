package dev.slipway.platform.application;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Where the platform and its applications are reached from outside: url without a slash at the end; appsDomain is
/// what applications answer under, on the router's port, with TLS where the router has a certificate.
@Singleton
public record Addresses(String url, String appsDomain, boolean tls, int routerPort) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    @Inject
    public Addresses(
            @ConfigProperty(name = "slipway.url") String url,
            @ConfigProperty(name = "slipway.apps.domain") String appsDomain,
            @ConfigProperty(name = "slipway.router.port") int routerPort,
            @ConfigProperty(name = "slipway.router.tls.port", defaultValue = "443") int tlsPort,
            @ConfigProperty(name = "slipway.router.tls.certificate") Optional<String> certificate) {
        this(url, appsDomain, certificate.isPresent(), certificate.isPresent() ? tlsPort : routerPort);
    }

    public String gitUrl(String project, String application) {
        return url + "/git/" + project + "/" + application + ".git";
    }

    /// The URL of a route; the port is left out where it is the protocol's own.
    public String routeUrl(String host, String path) {
        String port = routerPort == (tls ? HTTPS : HTTP) ? "" : ":" + routerPort;
        return (tls ? "https://" : "http://") + host + port + (path.equals("/") ? "" : path);
    }
}

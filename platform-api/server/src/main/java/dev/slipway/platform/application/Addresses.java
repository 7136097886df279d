package dev.slipway.platform.application;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Where the platform and its applications are reached from outside: url without a slash at the end; appsDomain is
/// what applications answer under, on routerPort.
@Singleton
public record Addresses(String url, String appsDomain, int routerPort) {

    @Inject
    public Addresses(
            @ConfigProperty(name = "slipway.url") String url,
            @ConfigProperty(name = "slipway.apps.domain") String appsDomain,
            @ConfigProperty(name = "slipway.router.port") int routerPort) {
        this.url = url;
        this.appsDomain = appsDomain;
        this.routerPort = routerPort;
    }

    public String gitUrl(String project, String application) {
        return url + "/git/" + project + "/" + application + ".git";
    }

    /// The URL of a route; the port is left out where it is HTTP's own.
    public String routeUrl(String host, String path) {
        String port = routerPort == 80 ? "" : ":" + routerPort;
        return "http://" + host + port + (path.equals("/") ? "" : path);
    }
}

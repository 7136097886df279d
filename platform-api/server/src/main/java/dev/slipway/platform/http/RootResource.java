package dev.slipway.platform.http;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Where the interface begins.
@Path("/api/v1/")
@Tag(name = "Start")
public class RootResource {

    private final String version;

    RootResource(@ConfigProperty(name = "quarkus.application.version") String version) {
        this.version = version;
    }

    public record Answer(String name, String version, Map<String, String> links) {}

    @GET
    @Operation(summary = "Name, version and links")
    @NonBlocking
    public Answer get() {
        return new Answer(
                "slipway",
                version,
                Map.of(
                        "me", "/api/v1/me",
                        "projects", "/api/v1/projects",
                        "builders", "/api/v1/builders",
                        "tokens", "/api/v1/tokens",
                        "users", "/api/v1/users",
                        "nodes", "/api/v1/nodes",
                        "openapi", "/openapi",
                        "docs", "/api-docs",
                        "audit", "/api/v1/audit",
                        "health", "/q/health"));
    }
}

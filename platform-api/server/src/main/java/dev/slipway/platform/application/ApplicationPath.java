package dev.slipway.platform.application;

import jakarta.ws.rs.PathParam;
import java.net.URI;

/// The application that an address names.
public record ApplicationPath(
        @PathParam("project") String project,
        @PathParam("application") String application) {

    /// The address of something below the application.
    public URI below(String rest) {
        return URI.create("/api/v1/projects/" + project + "/applications/" + application + rest);
    }
}

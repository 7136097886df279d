package dev.slipway.console.application;

import dev.slipway.console.client.Address;
import jakarta.ws.rs.PathParam;

/// The application that a page's address names.
public record ApplicationPath(
        @PathParam("project") String project,
        @PathParam("application") String application) {

    public Address address() {
        return Application.address(project, application);
    }
}

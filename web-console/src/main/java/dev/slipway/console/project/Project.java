package dev.slipway.console.project;

import dev.slipway.console.client.Address;
import java.time.Instant;
import java.util.List;

/// A project as the platform tells it.
public record Project(
        String name, String displayName, String description, String state, Instant createdAt, Instant deletedAt) {

    record Listing(List<Project> items) {}

    public static Address address(String name) {
        return Address.of("projects", name);
    }

    public Address address() {
        return address(name);
    }

    public String title() {
        return displayName == null || displayName.isBlank() ? name : displayName;
    }

    public boolean active() {
        return state.equals("active");
    }

    public boolean deleted() {
        return state.equals("deleted");
    }
}

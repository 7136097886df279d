package dev.slipway.model.project;

/// What a member may do in a project, from least to most.
public enum Role {
    /// See everything but secret values.
    VIEW,
    /// Also change applications, push, build, deploy.
    EDIT,
    /// Also members and the project itself.
    ADMIN;

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}

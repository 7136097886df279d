package dev.slipway.platform.identity;

import dev.slipway.model.project.Role;

/// What is asked of a caller in a project: a role of its member, a scope of its token.
public enum Permission {
    VIEW(Role.VIEW, Scope.READ),
    DEPLOY(Role.EDIT, Scope.DEPLOY),
    CHANGE(Role.EDIT, Scope.WRITE),
    REMOVE(Role.ADMIN, Scope.WRITE),
    ADMINISTER(Role.ADMIN, Scope.ADMIN);

    private final Role role;
    private final Scope scope;

    Permission(Role role, Scope scope) {
        this.role = role;
        this.scope = scope;
    }

    public Role role() {
        return role;
    }

    public Scope scope() {
        return scope;
    }
}

package dev.slipway.platform.project;

import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.project.Project;
import dev.slipway.model.project.Role;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.identity.Principal;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The one place that asks "may this caller see this project?". Whatever a request does to tenant data, it does
/// inside {@link #in}: in a transaction whose connection is told the caller and the project, so that row-level
/// security (V9) shows nothing else even to a statement that forgot to ask.
@Singleton
public class Tenancy {
    private final Database database;
    private final Caller caller;

    Tenancy(@Named("requests") Database database, Caller caller) {
        this.database = database;
        this.caller = caller;
    }

    /// Who makes this request. Throws UNAUTHENTICATED.
    public Principal caller() {
        return caller.principal();
    }

    /// Work in one project as the caller of this request. Throws NOT_FOUND where the caller is no member,
    /// FORBIDDEN where its role or its token's scope is too low.
    public <T> T in(String project, Permission permission, BiFunction<Sql, Project, T> work) {
        return as(caller.principal(), project, permission, work);
    }

    /// As {@link #in} for somebody who signed in elsewhere (Git).
    public <T> T as(Principal principal, String project, Permission permission, BiFunction<Sql, Project, T> work) {
        return database.transaction(sql -> {
            identify(sql, principal.user(), null);
            Project found = visible(sql, principal, project);
            requireRole(sql, principal, found, permission);
            identify(sql, principal.user(), found.id());
            return work.apply(sql, found);
        });
    }

    /// Work in one project for a sender that has no name and has proved that it knows a secret of it (a webhook).
    /// The connection sees that project and is nobody's.
    public <T> T inside(UUID project, Function<Sql, T> work) {
        return database.transaction(sql -> {
            identify(sql, null, project);
            return work.apply(sql);
        });
    }

    /// Work across the caller's projects: the connection knows the caller and no project.
    public <T> T across(Function<Sql, T> work) {
        return database.transaction(sql -> {
            identify(sql, caller.principal().user(), null);
            return work.apply(sql);
        });
    }

    /// Lets the connection see a project that is being made in this transaction.
    void enter(Sql sql, UUID project) {
        identify(sql, caller.principal().user(), project);
    }

    private static void identify(Sql sql, UUID user, UUID project) {
        sql.first(
                "SELECT set_config('slipway.user', ?, true), set_config('slipway.project', ?, true)",
                _ -> true,
                user == null ? "" : user.toString(),
                project == null ? "" : project.toString());
    }

    private static Project visible(Sql sql, Principal principal, String name) {
        return ProjectStore.named(sql, name)
                .filter(project ->
                        principal.project() == null || principal.project().equals(project.id()))
                .orElseThrow(() -> PlatformException.notFound("Project \"" + name + "\""));
    }

    private static void requireRole(Sql sql, Principal principal, Project project, Permission permission) {
        Role role = principal.admin()
                ? Role.ADMIN
                : role(sql, principal.user(), project.id())
                        .orElseThrow(() -> PlatformException.notFound("Project \"" + project.name() + "\""));
        if (!role.includes(permission.role())) {
            throw PlatformException.of(
                    ErrorCode.FORBIDDEN,
                    "Your role in " + project.name() + " is " + lower(role) + ", this needs " + lower(permission.role())
                            + ".",
                    "Ask a member with the role admin to raise yours.");
        }
        principal.require(permission.scope());
    }

    private static Optional<Role> role(Sql sql, UUID user, UUID project) {
        return sql.first(
                "SELECT role FROM members WHERE user_id = ? AND project_id = ?",
                row -> row.constant("role", Role.class),
                user,
                project);
    }

    private static String lower(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}

package dev.slipway.platform.application;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.identity.Principal;
import dev.slipway.platform.project.Tenancy;
import jakarta.inject.Singleton;
import java.util.function.BiFunction;

/// Work on one application, through the one place that lets callers into projects.
@Singleton
public class ApplicationAccess {
    private final Tenancy tenancy;
    private final ApplicationStore applications;

    ApplicationAccess(Tenancy tenancy, ApplicationStore applications) {
        this.tenancy = tenancy;
        this.applications = applications;
    }

    /// For anything but looking, nobody else changes the application meanwhile. Throws NOT_FOUND where the project
    /// or the application is not there for the caller, FORBIDDEN as Tenancy does, CONFLICT where a change meets the
    /// trash.
    public <T> T in(ApplicationPath path, Permission permission, BiFunction<Sql, Application, T> work) {
        return as(tenancy.caller(), path, permission, work);
    }

    /// As {@link #in} for a principal kept beyond its request, for an answer that goes on.
    public <T> T as(
            Principal principal, ApplicationPath path, Permission permission, BiFunction<Sql, Application, T> work) {
        return tenancy.as(
                principal,
                path.project(),
                permission,
                (sql, project) -> work.apply(
                        sql,
                        permission == Permission.VIEW
                                ? applications.get(sql, project.id(), path.application())
                                : present(applications.locked(sql, project.id(), path.application()))));
    }

    /// The application itself. Throws CONFLICT where it lies in the trash.
    static Application present(Application application) {
        if (application.deletedAt() != null) {
            throw PlatformException.of(
                    ErrorCode.CONFLICT, application.name() + " is deleted.", "Restore it first: POST …/restoration.");
        }
        return application;
    }
}

package dev.slipway.platform.build;

import dev.slipway.model.application.Application;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.application.ApplicationStore;
import dev.slipway.platform.git.PushAccess;
import dev.slipway.platform.git.PushTarget;
import dev.slipway.platform.git.Repositories;
import dev.slipway.platform.git.Service;
import dev.slipway.platform.identity.Authenticator;
import dev.slipway.platform.identity.Caller;
import dev.slipway.platform.identity.Permission;
import dev.slipway.platform.identity.Principal;
import dev.slipway.platform.project.Tenancy;
import jakarta.inject.Singleton;

/// Lets members at the repositories of their projects. A repository is made when it is first asked for.
@Singleton
public class GitMembers implements PushAccess {
    private final Authenticator authenticator;
    private final Caller caller;
    private final Tenancy tenancy;
    private final ApplicationStore applications;
    private final Repositories repositories;

    GitMembers(
            Authenticator authenticator,
            Caller caller,
            Tenancy tenancy,
            ApplicationStore applications,
            Repositories repositories) {
        this.authenticator = authenticator;
        this.caller = caller;
        this.tenancy = tenancy;
        this.applications = applications;
        this.repositories = repositories;
    }

    @Override
    public PushTarget open(String authorization, String project, String application, Service service) {
        Principal principal = authenticator.basicOrBearer(authorization);
        caller.is(principal);
        Permission permission = switch (service) {
            case FETCH -> Permission.VIEW;
            case PUSH -> Permission.DEPLOY;
        };
        PushTarget target = tenancy.as(principal, project, permission, (sql, found) -> {
            Application opened = applications.get(sql, found.id(), application);
            if (opened.deletedAt() != null) {
                throw PlatformException.notFound("Application \"" + application + "\"");
            }
            return new PushTarget(
                    found.id(),
                    opened.id(),
                    found.name(),
                    opened.name(),
                    opened.settings().source().push() == null
                            ? null
                            : opened.settings().source().push().branch(),
                    principal.name());
        });
        if (target.deployBranch() != null) {
            repositories.create(target.applicationId(), target.deployBranch());
        }
        return target;
    }
}

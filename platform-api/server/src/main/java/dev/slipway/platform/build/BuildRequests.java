package dev.slipway.platform.build;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.build.Build;
import dev.slipway.model.build.Commit;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.git.Commits;
import jakarta.inject.Singleton;

/// Builds asked for by hand: of a ref, of a commit, or of what was built before.
@Singleton
public class BuildRequests {
    private final BuildStore builds;
    private final Commits commits;

    BuildRequests(BuildStore builds, Commits commits) {
        this.builds = builds;
        this.commits = commits;
    }

    /// ref is a branch, tag or commit of the application's repository, by default the deploy branch; commit wins.
    public record Request(String ref, String commit, Boolean clean) {}

    /// Throws CONFLICT where nothing was pushed yet, FIELD_INVALID where the ref is not there, QUEUE_FULL.
    Build queue(Sql sql, Application application, Request request, String by) {
        String ref = request == null || request.ref() == null
                ? application.settings().source().push().branch()
                : request.ref();
        String wanted = request == null || request.commit() == null ? ref : request.commit();
        Commit commit = commits.find(application.id(), wanted)
                .orElseThrow(() -> PlatformException.field(
                        ErrorCode.FIELD_INVALID,
                        request != null && request.commit() != null ? "commit" : "ref",
                        "\"" + wanted + "\" is not in the repository",
                        "Push it first: git push to the application's gitUrl."));
        return queue(sql, application, "manual", commit, request != null && Boolean.TRUE.equals(request.clean()), by);
    }

    /// The same commit once more.
    Build again(Sql sql, Application application, Build build, String by) {
        return queue(sql, application, "retry", build.commit(), false, by);
    }

    private Build queue(Sql sql, Application application, String kind, Commit commit, boolean clean, String by) {
        return builds.queue(
                sql, new BuildStore.Asked(application.projectId(), application.id(), kind, by, commit, clean, true));
    }
}

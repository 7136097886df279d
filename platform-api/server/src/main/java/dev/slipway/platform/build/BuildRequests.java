package dev.slipway.platform.build;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.application.Source;
import dev.slipway.model.build.Build;
import dev.slipway.model.build.Commit;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.build.BuildStore.Asked;
import dev.slipway.platform.build.BuildStore.Origin;
import dev.slipway.platform.environment.BuildVariable;
import dev.slipway.platform.environment.EnvironmentStore;
import dev.slipway.platform.git.Commits;
import dev.slipway.platform.git.Repositories;
import dev.slipway.platform.source.GitSourceForm;
import jakarta.inject.Singleton;
import java.util.List;

/// Builds asked for otherwise than by a push: of a ref, of a commit, or of what was built before.
@Singleton
public class BuildRequests {
    private static final Request NOTHING_SAID = new Request(null, null, null, null);

    private final BuildStore builds;
    private final Commits commits;
    private final EnvironmentStore environment;

    BuildRequests(BuildStore builds, Commits commits, EnvironmentStore environment) {
        this.builds = builds;
        this.commits = commits;
        this.environment = environment;
    }

    /// ref is a branch, tag or commit of the application's repository or Git URL, by default the one of its source;
    /// commit, a full hash, wins. environment is for this build alone.
    public record Request(String ref, String commit, Boolean clean, List<BuildVariable> environment) {}

    /// Throws CONFLICT where nothing was pushed yet, FIELD_INVALID where the ref is not there, QUEUE_FULL.
    Build queue(Sql sql, Application application, Request request, boolean deploy, String by) {
        Request asked = request == null ? NOTHING_SAID : request;
        Source source = application.settings().source();
        return queue(
                sql,
                application,
                "manual",
                by,
                source.git() == null ? pushed(application, source.push(), asked) : remote(source.git(), asked),
                asked,
                deploy);
    }

    /// Of an archive, which is held until the build is there. Throws QUEUE_FULL.
    Build archive(Sql sql, Application application, Origin.Archive archive, boolean clean, boolean deploy, String by) {
        return queue(sql, application, "upload", by, archive, new Request(null, null, clean, null), deploy);
    }

    /// Of the commit that a refresh found. Throws QUEUE_FULL.
    public Build refreshed(Sql sql, Application application, Commit commit, String by) {
        return queue(sql, application, "refresh", by, new Origin.Known(commit), NOTHING_SAID, true);
    }

    /// The first build of an application that is made with a Git URL. Throws QUEUE_FULL.
    public void first(Sql sql, Application application, String by) {
        Source.Git git = application.settings().source().git();
        if (git != null) {
            queue(sql, application, "creation", by, new Origin.Wanted(git.ref()), NOTHING_SAID, true);
        }
    }

    private Build queue(
            Sql sql, Application application, String kind, String by, Origin origin, Request asked, boolean deploy) {
        return builds.queue(
                sql,
                new Asked(
                        application.projectId(),
                        application.id(),
                        kind,
                        by,
                        origin,
                        environment.sealed(application, asked.environment()),
                        Boolean.TRUE.equals(asked.clean()),
                        deploy));
    }

    private Origin pushed(Application application, Source.Push push, Request asked) {
        String ref = asked.ref() == null ? Repositories.branchRef(push.branch()) : asked.ref();
        String wanted = asked.commit() == null ? ref : asked.commit();
        Commit commit = commits.find(application.id(), wanted)
                .orElseThrow(() -> PlatformException.field(
                        ErrorCode.FIELD_INVALID,
                        asked.commit() != null ? "commit" : "ref",
                        "\"" + wanted + "\" is not in the repository",
                        "Push it first: git push to the application's gitUrl."));
        return new Origin.Known(commit);
    }

    /// The loop that fetches finds out whether it is there.
    private static Origin remote(Source.Git git, Request asked) {
        if (asked.commit() != null) {
            if (!GitSourceForm.ref("commit", asked.commit()).isHash()) {
                throw PlatformException.invalid("commit", "must be the full hash of a commit");
            }
            return new Origin.Wanted(asked.commit());
        }
        return new Origin.Wanted(
                asked.ref() == null
                        ? git.ref()
                        : GitSourceForm.ref("ref", asked.ref()).name());
    }

    /// The same once more.
    Build again(Sql sql, Build build, boolean deploy, String by) {
        return builds.again(sql, build, deploy, by);
    }
}

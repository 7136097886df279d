package dev.slipway.platform.release;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.deployment.Deployment;
import dev.slipway.model.release.Release;
import dev.slipway.platform.application.ApplicationStore;
import dev.slipway.platform.deployment.DeploymentStore;
import dev.slipway.platform.environment.EnvironmentStore;
import dev.slipway.platform.environment.EnvironmentStore.RunEnvironment;
import dev.slipway.platform.release.ReleaseStore.Ingredients;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Makes releases: of a succeeded build, or of the newest image with a changed configuration.
@Singleton
public class Releases {
    private final ReleaseStore releases;
    private final ApplicationStore applications;
    private final EnvironmentStore environment;
    private final DeploymentStore deployments;

    Releases(
            ReleaseStore releases,
            ApplicationStore applications,
            EnvironmentStore environment,
            DeploymentStore deployments) {
        this.releases = releases;
        this.applications = applications;
        this.environment = environment;
        this.deployments = deployments;
    }

    /// A release of a build, deployed unless that is not wanted. Returns its version.
    int ofBuild(Sql sql, Application application, Ingredients of, boolean deploy) {
        int version = releases.create(sql, application, of, environment.forRelease(sql, application.id()));
        if (deploy && !application.paused()) {
            deployments.create(sql, application, version, of.by());
        }
        return version;
    }

    /// A new release of the image that was last asked for, where its configuration differs from the present one;
    /// none before the first. What is kept back is compared with what was kept back before.
    public void reconfigured(Sql sql, UUID id, boolean deploy, String by) {
        Application application = applications.find(sql, id).orElseThrow();
        boolean deployed = deploy && !application.paused();
        Optional<Release> standing = standing(sql, application);
        Optional<Release> compared = deployed ? standing : releases.newest(sql, id);
        RunEnvironment now = environment.forRelease(sql, id);
        if (standing.isEmpty() || !differs(sql, application, compared.orElseThrow(), now)) {
            return;
        }
        int version = releases.create(sql, application, Ingredients.reconfigured(standing.get(), by), now);
        if (deployed) {
            deployments.create(sql, application, version, by);
        }
    }

    /// The release of the last deployment that was not called off: after a rollback the older one, after a release
    /// that failed for want of a variable that one.
    private Optional<Release> standing(Sql sql, Application application) {
        return deployments
                .lastAsked(sql, application.id())
                .map(Deployment::release)
                .map(version -> releases.get(sql, application.id(), version))
                .or(() -> releases.newestTrusted(sql, application.id()));
    }

    private boolean differs(Sql sql, Application application, Release standing, RunEnvironment now) {
        return !unscaled(application.settings().processes()).equals(unscaled(standing.processes()))
                || application.settings().readOnlyRoot() != standing.readOnlyRoot()
                || !now.values().equals(releases.values(sql, application.id(), standing.version()));
    }

    /// Scale is live and makes no release.
    static Map<String, ProcessSpec> unscaled(Map<String, ProcessSpec> processes) {
        Map<String, ProcessSpec> unscaled = new TreeMap<>();
        processes.forEach((name, process) -> unscaled.put(name, process.withReplicas(0)));
        return unscaled;
    }
}

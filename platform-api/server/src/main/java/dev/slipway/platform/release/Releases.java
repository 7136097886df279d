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

    /// A new release of the image that runs or is about to, where its configuration differs from the present one;
    /// none before the first.
    public void reconfigured(Sql sql, UUID id, boolean deploy, String by) {
        Application application = applications.find(sql, id).orElseThrow();
        standing(sql, application).ifPresent(standing -> {
            RunEnvironment now = environment.forRelease(sql, id);
            if (differs(sql, application, standing, now)) {
                int version = releases.create(
                        sql,
                        application,
                        new Ingredients(
                                standing.imageId(),
                                null,
                                standing.build(),
                                standing.commit(),
                                "configuration changed",
                                by),
                        now);
                if (deploy && !application.paused()) {
                    deployments.create(sql, application, version, by);
                }
            }
        });
    }

    /// After a rollback this is not the newest release.
    private Optional<Release> standing(Sql sql, Application application) {
        return deployments
                .active(sql, application.id())
                .map(Deployment::release)
                .or(() -> Optional.ofNullable(application.currentRelease()))
                .map(version -> releases.get(sql, application.id(), version))
                .or(() -> releases.newest(sql, application.id()));
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

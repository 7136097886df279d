package dev.slipway.platform.application;

import dev.slipway.model.application.Application;
import dev.slipway.model.application.BuildSettings;
import dev.slipway.model.application.BuildStrategy;
import dev.slipway.model.application.Probes;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.application.Rollout;
import dev.slipway.model.application.RunPolicy;
import dev.slipway.model.application.Source;
import dev.slipway.model.build.PostCommit;
import dev.slipway.platform.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/// An application as clients read it. deployedAt is when its last deployment succeeded, null before the first. The
/// fields at the top repeat the process "web"; remaining is what is left of an application that is being removed,
/// null otherwise. builderNewerThanImage: the node that built it has another image of its builder by now.
public record ApplicationAnswer(
        String name,
        String project,
        Source source,
        BuildStrategy strategy,
        String builder,
        Map<String, ProcessAnswer> processes,
        Integer port,
        Integer replicas,
        ProcessAnswer.ResourcesAnswer resources,
        Probes probes,
        Rollout rollout,
        BuildAnswer build,
        boolean readOnlyRoot,
        boolean paused,
        String gitUrl,
        String url,
        Status status,
        Map<String, Integer> remaining,
        Integer currentRelease,
        boolean configurationNewerThanImage,
        boolean builderNewerThanImage,
        long version,
        long observedVersion,
        Instant createdAt,
        Instant deployedAt,
        Instant deletedAt,
        Map<String, String> links) {

    public record BuildAnswer(
            boolean incremental,
            Duration timeout,
            ProcessAnswer.ResourcesAnswer resources,
            RunPolicy runPolicy,
            String user,
            String scripts,
            PostCommit postCommit,
            String runtimeImage,
            String artifacts,
            BuildSettings.Triggers triggers,
            String commitStatus,
            String dockerfile,
            String target,
            Map<String, String> args) {
        static BuildAnswer of(BuildSettings build) {
            return new BuildAnswer(
                    build.incremental(),
                    build.timeout(),
                    new ProcessAnswer.ResourcesAnswer(null, build.resources()),
                    build.runPolicy(),
                    build.user(),
                    build.scripts(),
                    build.postCommit(),
                    build.runtimeImage(),
                    build.artifacts(),
                    build.triggers(),
                    build.commitStatus(),
                    build.dockerfile().path(),
                    build.dockerfile().target(),
                    build.dockerfile().arguments());
        }
    }

    static ApplicationAnswer of(
            Application application,
            String project,
            String gitUrl,
            String url,
            Status status,
            Instant deployedAt,
            boolean builderNewerThanImage,
            Map<String, Integer> remaining) {
        Map<String, ProcessAnswer> processes =
                ProcessAnswer.of(application.settings().processes());
        ProcessAnswer web = processes.get(ProcessSpec.WEB);
        String self = "/api/v1/projects/" + project + "/applications/" + application.name();
        return new ApplicationAnswer(
                application.name(),
                project,
                application.settings().source(),
                Objects.requireNonNullElse(application.settings().build().strategy(), BuildStrategy.S2I),
                application.settings().builder(),
                processes,
                web == null ? null : web.port(),
                web == null ? null : web.replicas(),
                web == null ? null : web.resources(),
                web == null ? null : web.probes(),
                application.settings().rollout(),
                BuildAnswer.of(application.settings().build()),
                application.settings().readOnlyRoot(),
                application.paused(),
                gitUrl,
                url,
                status,
                remaining,
                application.currentRelease(),
                application.currentRelease() != null && application.imageVersion() < application.buildVersion(),
                builderNewerThanImage,
                application.version(),
                application.observedVersion(),
                application.createdAt(),
                deployedAt,
                application.deletedAt(),
                Map.of(
                        "self", self,
                        "builds", self + "/builds",
                        "releases", self + "/releases",
                        "deployments", self + "/deployments",
                        "instances", self + "/instances",
                        "log", self + "/log",
                        "status", self + "/status"));
    }
}

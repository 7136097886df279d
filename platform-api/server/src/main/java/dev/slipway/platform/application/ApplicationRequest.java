package dev.slipway.platform.application;

import dev.slipway.model.application.Probes;
import dev.slipway.model.application.RunPolicy;
import dev.slipway.model.application.Share;
import dev.slipway.model.application.Source;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.platform.environment.Variable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a client sends to make or change an application. Absent fields are null; port,
/// replicas, resources, probes and command at the top are those of the process "web". A paused application makes
/// releases
/// and does not deploy them by itself.
public record ApplicationRequest(
        String name,
        SourceRequest source,
        String strategy,
        String builder,
        List<Variable> environment,
        Map<String, ProcessRequest> processes,
        List<String> command,
        Integer port,
        Integer replicas,
        ResourcesRequest resources,
        Probes probes,
        RolloutRequest rollout,
        BuildRequest build,
        Boolean readOnlyRoot,
        Boolean paused) {

    public record SourceRequest(Source.Push push, Source.Git git, ImageSource image) {}

    public record ImageSource(String reference) {}

    public record ProcessRequest(
            List<String> command, Integer port, Integer replicas, ResourcesRequest resources, Probes probes) {}

    public record ResourcesRequest(Amounts requests, Amounts limits) {}

    public record Amounts(Cpu cpu, Bytes memory) {}

    public record RolloutRequest(String strategy, Share maxSurge, Share maxUnavailable, Duration deadline) {}

    public record BuildRequest(
            Boolean incremental,
            Duration timeout,
            ResourcesRequest resources,
            RunPolicy runPolicy,
            String user,
            String scripts,
            PostCommitRequest postCommit,
            String runtimeImage,
            String artifacts,
            TriggersRequest triggers,
            String commitStatus,
            String dockerfile,
            String target,
            Map<String, String> args) {}

    /// What builds the application without being asked.
    public record TriggersRequest(Boolean builderImage) {}

    /// Replaces the whole check; an empty one takes it away.
    public record PostCommitRequest(String script, List<String> command, List<String> args) {}

    ProcessRequest web() {
        return new ProcessRequest(command, port, replicas, resources, probes);
    }
}

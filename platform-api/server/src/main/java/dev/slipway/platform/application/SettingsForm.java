package dev.slipway.platform.application;

import dev.slipway.model.application.Application.Settings;
import dev.slipway.model.application.BuildSettings;
import dev.slipway.model.application.BuildSettings.Triggers;
import dev.slipway.model.application.BuildStrategy;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.application.Rollout;
import dev.slipway.model.application.Share;
import dev.slipway.model.application.Source;
import dev.slipway.model.build.ArtifactMapping;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.ScriptsUrl;
import dev.slipway.platform.application.ApplicationRequest.BuildRequest;
import dev.slipway.platform.application.ApplicationRequest.RolloutRequest;
import dev.slipway.platform.application.ApplicationRequest.SourceRequest;
import dev.slipway.platform.application.ApplicationRequest.TriggersRequest;
import dev.slipway.platform.forge.Forge;
import dev.slipway.platform.source.ContextDir;
import dev.slipway.platform.source.GitSourceForm;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// Turns what a client sent into settings: defaults filled in, every field checked. Pure.
final class SettingsForm {
    private static final Pattern BRANCH =
            Pattern.compile("(?!.*(\\.\\.|//|@\\{))[A-Za-z0-9][-A-Za-z0-9._/]{0,99}(?<![./])");
    private static final Pattern BUILDER =
            Pattern.compile("[a-z0-9][-a-z0-9.]{0,62}(:[A-Za-z0-9][-A-Za-z0-9._]{0,62})?");
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(2);

    private SettingsForm() {}

    /// Settings of a new application. Throws FIELD_INVALID, SOURCE_NOT_SUPPORTED.
    static Settings create(ApplicationRequest request) {
        Settings defaults = new Settings(
                null,
                null,
                Map.of(ProcessSpec.WEB, ProcessForm.WEB),
                Rollout.DEFAULT,
                new BuildSettings(
                        false,
                        Duration.ofMinutes(15),
                        ProcessForm.BUILD,
                        "project",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null),
                false);
        if (request.source() == null) {
            throw PlatformException.invalid(
                    "source",
                    "is required: {\"push\":{}} for a repository here, {\"git\":{\"url\":\"https://…\"}} for another");
        }
        return change(defaults, request);
    }

    /// Settings with what the request names replaced.
    static Settings change(Settings now, ApplicationRequest request) {
        Source source = request.source() == null ? now.source() : source(request.source());
        BuildSettings by = strategy(now.build(), request.strategy());
        BuildSettings build = request.build() == null ? by : build(by, request.build());
        if (build.commitStatus() != null && source.git() == null) {
            throw PlatformException.invalid("build.commitStatus", "needs a Git URL as the source; \"\" takes it away");
        }
        return new Settings(
                source,
                request.builder() == null ? now.builder() : builder("builder", request.builder()),
                processes(now.processes(), request),
                request.rollout() == null ? now.rollout() : rollout(now.rollout(), request.rollout()),
                build,
                request.readOnlyRoot() == null ? now.readOnlyRoot() : request.readOnlyRoot());
    }

    /// Without one nothing changes; "" leaves it to the source.
    private static BuildSettings strategy(BuildSettings now, String strategy) {
        if (strategy == null) {
            return now;
        }
        return now.by(
                switch (strategy) {
                    case "" -> null;
                    case "s2i" -> BuildStrategy.S2I;
                    case "dockerfile" -> BuildStrategy.DOCKERFILE;
                    default -> throw PlatformException.invalid("strategy", "must be \"s2i\" or \"dockerfile\"");
                });
    }

    private static Source source(SourceRequest request) {
        if (request.image() != null) {
            throw PlatformException.field(
                    ErrorCode.SOURCE_NOT_SUPPORTED,
                    "source.image",
                    "images as a source are not supported by this installation",
                    "Use {\"push\":{}} and git push to the application's gitUrl, or {\"git\":{\"url\":\"https://…\"}}.");
        }
        if ((request.push() == null) == (request.git() == null)) {
            throw PlatformException.invalid("source", "must have either \"push\" or \"git\"");
        }
        return request.push() != null ? push(request.push()) : new Source(null, GitSourceForm.checked(request.git()));
    }

    private static Source push(Source.Push push) {
        String branch = Objects.requireNonNullElse(push.branch(), "main");
        if (!BRANCH.matcher(branch).matches()) {
            throw PlatformException.invalid("source.push.branch", "is no branch name");
        }
        return Source.push(new Source.Push(
                branch, ContextDir.checked("source.push.contextDir", push.contextDir()), push.submodules()));
    }

    private static String builder(String field, String name) {
        if (name.isEmpty()) {
            return null;
        }
        if (!BUILDER.matcher(name).matches()) {
            throw PlatformException.invalid(field, "must be a name or name:version of GET /api/v1/builders");
        }
        return name;
    }

    private static Map<String, ProcessSpec> processes(Map<String, ProcessSpec> now, ApplicationRequest request) {
        Map<String, ProcessSpec> processes = new LinkedHashMap<>(now);
        if (request.processes() != null) {
            request.processes()
                    .forEach((name, process) -> processes.put(
                            ProcessForm.name(name),
                            ProcessForm.spec(
                                    "processes." + name + ".",
                                    processes.getOrDefault(name, ProcessForm.defaults(name)),
                                    process)));
        }
        processes.computeIfPresent(ProcessSpec.WEB, (_, web) -> ProcessForm.spec("", web, request.web()));
        return processes;
    }

    private static Rollout rollout(Rollout now, RolloutRequest request) {
        Rollout.Strategy strategy = request.strategy() == null ? now.strategy() : strategy(request.strategy());
        Share surge = request.maxSurge() == null ? now.maxSurge() : request.maxSurge();
        Share unavailable = request.maxUnavailable() == null ? now.maxUnavailable() : request.maxUnavailable();
        if (surge.none() && unavailable.none()) {
            throw PlatformException.invalid("rollout", "maxSurge and maxUnavailable cannot both be 0");
        }
        return new Rollout(
                strategy,
                surge,
                unavailable,
                request.deadline() == null ? now.deadline() : duration("rollout.deadline", request.deadline()));
    }

    private static Rollout.Strategy strategy(String text) {
        try {
            return Rollout.Strategy.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw PlatformException.invalid("rollout.strategy", "must be \"rolling\" or \"recreate\"");
        }
    }

    private static BuildSettings build(BuildSettings now, BuildRequest request) {
        if (request.user() != null
                && !request.user().equals("project")
                && !request.user().equals("image")) {
            throw PlatformException.invalid("build.user", "must be \"project\" or \"image\"");
        }
        String runtimeImage = request.runtimeImage() == null
                ? now.runtimeImage()
                : builder("build.runtimeImage", request.runtimeImage());
        String artifacts = request.artifacts() == null ? now.artifacts() : artifacts(request.artifacts());
        if (artifacts != null && runtimeImage == null) {
            throw PlatformException.invalid(
                    "build.artifacts",
                    "goes into a runtime image: name one in build.runtimeImage, or take both away with \"\"");
        }
        return new BuildSettings(
                request.incremental() == null ? now.incremental() : request.incremental(),
                request.timeout() == null ? now.timeout() : duration("build.timeout", request.timeout()),
                request.resources() == null
                        ? now.resources()
                        : ProcessForm.amounts(
                                "build.resources.limits",
                                now.resources(),
                                request.resources().limits()),
                request.user() == null ? now.user() : request.user(),
                request.scripts() == null ? now.scripts() : scripts(request.scripts()),
                request.postCommit() == null ? now.postCommit() : PostCommitForm.check(request.postCommit()),
                runtimeImage,
                artifacts,
                request.runPolicy() == null ? now.runPolicy() : request.runPolicy(),
                request.triggers() == null ? now.triggers() : triggers(now.triggers(), request.triggers()),
                request.commitStatus() == null ? now.commitStatus() : commitStatus(request.commitStatus()),
                now.strategy(),
                DockerfileForm.changed(now.dockerfile(), request));
    }

    private static String commitStatus(String forge) {
        return forge.isEmpty()
                ? null
                : Forge.of(forge)
                        .map(Forge::word)
                        .orElseThrow(() -> PlatformException.invalid(
                                "build.commitStatus", "must be \"github\", \"gitlab\", \"gitea\" or \"forgejo\""));
    }

    private static Triggers triggers(Triggers now, TriggersRequest request) {
        return new Triggers(request.builderImage() == null ? now.builderImage() : request.builderImage());
    }

    private static String scripts(String url) {
        if (url.isEmpty()) {
            return null;
        }
        try {
            ScriptsUrl.parse(url);
            return url;
        } catch (IllegalArgumentException e) {
            throw PlatformException.invalid("build.scripts", e.getMessage());
        }
    }

    private static String artifacts(String mapping) {
        if (mapping.isBlank()) {
            return null;
        }
        try {
            ArtifactMapping.parse(mapping);
            return mapping;
        } catch (IllegalArgumentException e) {
            throw PlatformException.invalid("build.artifacts", e.getMessage());
        }
    }

    private static Duration duration(String field, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw PlatformException.invalid(field, "must be between PT10S and PT2H");
        }
        return value;
    }
}

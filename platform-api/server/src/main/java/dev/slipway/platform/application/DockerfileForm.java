package dev.slipway.platform.application;

import dev.slipway.model.application.BuildStrategy;
import dev.slipway.model.application.DockerfileSettings;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.project.Project;
import dev.slipway.platform.application.ApplicationRequest.BuildRequest;
import dev.slipway.platform.source.ContextDir;
import java.util.Map;
import java.util.regex.Pattern;

/// Checks what a client says about the Dockerfile of an application. Pure.
final class DockerfileForm {
    private static final Pattern TARGET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    private static final int MOST_ARGUMENTS = 50;
    private static final int LONGEST_VALUE = 4096;

    private DockerfileForm() {}

    /// With what the request names replaced; "" takes path or target away, {} the arguments. Throws FIELD_INVALID.
    static DockerfileSettings changed(DockerfileSettings now, BuildRequest request) {
        return new DockerfileSettings(
                request.dockerfile() == null
                        ? now.path()
                        : ContextDir.checked("build.dockerfile", request.dockerfile()),
                request.target() == null ? now.target() : target(request.target()),
                request.args() == null ? now.arguments() : arguments(request.args()));
    }

    private static String target(String target) {
        if (target.isEmpty()) {
            return null;
        }
        if (!TARGET.matcher(target).matches()) {
            throw PlatformException.invalid("build.target", "is no name of a stage, such as \"runtime\"");
        }
        return target;
    }

    private static Map<String, String> arguments(Map<String, String> arguments) {
        if (arguments.size() > MOST_ARGUMENTS) {
            throw PlatformException.invalid("build.args", "may have at most " + MOST_ARGUMENTS + " arguments");
        }
        arguments.forEach((name, value) -> {
            if (!ARGUMENT.matcher(name).matches()) {
                throw PlatformException.invalid("build.args", "\"" + name + "\" is no name of an argument");
            }
            if (value.length() > LONGEST_VALUE || value.chars().anyMatch(Character::isISOControl)) {
                throw PlatformException.invalid(
                        "build.args",
                        "the value of " + name + " must have at most " + LONGEST_VALUE
                                + " characters and no control characters");
            }
        });
        return arguments;
    }

    /// Throws STRATEGY_NOT_ALLOWED where the request leaves an application that is built of a Dockerfile to a project
    /// that may not build it.
    static void requireAllowed(Project project, ApplicationRequest request, BuildStrategy strategy) {
        boolean asked = request.strategy() != null || request.build() != null;
        if (asked && strategy == BuildStrategy.DOCKERFILE && !project.dockerfileBuilds()) {
            throw PlatformException.field(
                    ErrorCode.STRATEGY_NOT_ALLOWED,
                    "strategy",
                    "\"dockerfile\" is not allowed in " + project.name() + ": the steps of a Dockerfile run as root",
                    "Ask a platform administrator to PUT /api/v1/projects/" + project.name()
                            + "/dockerfile-builds, or use \"s2i\".");
        }
    }
}

package dev.slipway.build.pipeline;

import dev.slipway.build.dependency.DependencyContract;
import dev.slipway.build.source.Destination;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.ScriptsUrl;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What an image must say to be a builder, and what it says. ONBUILD instructions are never
/// executed, but a USER among them is judged like the image's own.
final class BuilderContract {
    private static final String KIND = "builder";
    private static final Pattern NUMERIC = Pattern.compile("0*[1-9][0-9]{0,9}(:.*)?");

    private BuilderContract() {}

    /// Throws FailedBuild UserNotAllowed or InstallScriptsFailed.
    static Builder read(ImageDescription image, ScriptSources scripts) {
        checkUsers(KIND, image, "io.openshift.s2i.assemble-user");
        String destination = destination(image);
        String unpacked = destination + "/scripts";
        String assemble = path(KIND, ScriptSources.ASSEMBLE, image, scripts, unpacked);
        return new Builder(
                image,
                scripts,
                destination,
                assemble,
                scripts.runtime() ? null : path(KIND, ScriptSources.RUN, image, scripts, unpacked),
                found(ScriptSources.SAVE_ARTIFACTS, image, scripts, unpacked),
                scripts.unpacked(ScriptSources.ASSEMBLE) || scripts.inImage().isPresent()
                        ? Optional.empty()
                        : DependencyContract.of(image, assemble));
    }

    /// label is the one that may name a further user; kind says what the image is to the build.
    static void checkUsers(String kind, ImageDescription image, String label) {
        users(image, label).forEach(user -> checkUser(kind, image, user));
    }

    private static Stream<String> users(ImageDescription image, String label) {
        Stream<String> onBuild = image.onBuild().stream()
                .map(String::strip)
                .filter(line -> line.toUpperCase(Locale.ROOT).startsWith("USER "))
                .map(line -> line.substring("USER ".length()).strip());
        String said = image.labels().getOrDefault(label, "");
        Stream<String> assembleUser = said.isEmpty() ? Stream.of() : Stream.of(said);
        return Stream.concat(Stream.concat(onBuild, assembleUser), Stream.of(image.user()));
    }

    private static void checkUser(String kind, ImageDescription image, String user) {
        if (!NUMERIC.matcher(user).matches()) {
            String said = user.isEmpty() ? "root (it names none)" : "\"" + user + "\"";
            throw new FailedBuild(
                    FailureReason.UserNotAllowed,
                    "The " + kind + " image " + name(image) + " has the user " + said
                            + "; it must be numeric and not 0.");
        }
    }

    static String name(ImageDescription image) {
        return image.tags().isEmpty() ? image.id() : image.tags().getFirst();
    }

    private static String destination(ImageDescription image) {
        String said = said(image, "io.openshift.s2i.destination", "io.s2i.destination", "STI_LOCATION");
        try {
            return said.isEmpty() ? Destination.DEFAULT.path() : new Destination(withoutSlash(said)).path();
        } catch (IllegalArgumentException e) {
            throw new FailedBuild(
                    FailureReason.InstallScriptsFailed, "io.openshift.s2i.destination: " + e.getMessage());
        }
    }

    /// unpacked is the directory of those that arrive with the build's input.
    static String path(String kind, String script, ImageDescription image, ScriptSources scripts, String unpacked) {
        return found(script, image, scripts, unpacked).orElseThrow(() -> missing(kind, script, image));
    }

    /// Whether it is there is not known of those in the image.
    private static Optional<String> found(
            String script, ImageDescription image, ScriptSources scripts, String unpacked) {
        return scripts.unpacked(script)
                ? Optional.of(unpacked + "/" + script)
                : scripts.inImage()
                        .or(() -> url(image).map(url -> url instanceof ScriptsUrl.InImage(String path) ? path : null))
                        .map(directory -> directory + "/" + script);
    }

    private static FailedBuild missing(String kind, String script, ImageDescription image) {
        String url = scriptsUrl(image);
        String fault = url(image).isPresent()
                ? "has no " + script + " at " + url
                : url.isEmpty() ? "names no place of its scripts" : "has its scripts at an unusable place: " + url;
        return new FailedBuild(
                FailureReason.InstallScriptsFailed, "The " + kind + " image " + name(image) + " " + fault + ".");
    }

    /// Where its scripts are, if that can be used.
    private static Optional<ScriptsUrl> url(ImageDescription image) {
        try {
            return Optional.of(ScriptsUrl.parse(scriptsUrl(image)));
        } catch (IllegalArgumentException unusable) {
            return Optional.empty();
        }
    }

    /// As the image says it; empty where it says nothing.
    static String scriptsUrl(ImageDescription image) {
        return said(image, "io.openshift.s2i.scripts-url", "io.s2i.scripts-url", "STI_SCRIPTS_URL");
    }

    private static String withoutSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static String said(ImageDescription image, String label, String legacyLabel, String variable) {
        return Stream.of(
                        image.labels().getOrDefault(label, ""),
                        image.labels().getOrDefault(legacyLabel, ""),
                        image.environment().getOrDefault(variable, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse("");
    }
}

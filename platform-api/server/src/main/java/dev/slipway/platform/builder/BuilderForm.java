package dev.slipway.platform.builder;

import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.GitUrl;
import dev.slipway.platform.builder.AddedBuilder.BuilderImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Checks what an administrator says about a builder. Pure.
final class BuilderForm {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][-A-Za-z0-9._]{0,62}");
    private static final String PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final String LABEL = "[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?";
    private static final String HOST = LABEL + "(?:\\." + LABEL + ")*";
    private static final Pattern REFERENCE =
            Pattern.compile("sha256:[0-9a-f]{64}|(?!sha256:)(?:" + HOST + "(?::[0-9]{1,5})?/)?" + PART + "(?:/" + PART
                    + ")*(?::[A-Za-z0-9_][-A-Za-z0-9_.]{0,127})?(?:@sha256:[0-9a-f]{64})?");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9][-A-Za-z0-9._+]{0,62}");
    /// At most two directories, for builds look no deeper.
    private static final Pattern DETECTS =
            Pattern.compile("(?:[-A-Za-z0-9._+@*?]{1,100}/){0,2}[-A-Za-z0-9._+@*?]{1,100}");

    private static final Pattern SAYS_SOMETHING = Pattern.compile(".*[A-Za-z0-9].*");
    private static final int LONGEST_REFERENCE = 255;
    private static final int LONGEST_DESCRIPTION = 500;
    private static final int MOST = 50;

    private BuilderForm() {}

    /// What is left out is empty, and sample null. Throws NAME_INVALID, FIELD_INVALID.
    static BuilderResource.Request checked(BuilderResource.Request said) {
        return new BuilderResource.Request(
                name(said.name()),
                description(said.description()),
                listed("tags", said.tags(), TAG, "letters, digits, -, ., _ and +"),
                detects(said.detects()),
                sample(said.sample()),
                images(said.images()));
    }

    private static String name(String name) {
        // Builds of a Dockerfile have that in the place of a builder.
        if (name == null || !NAME.matcher(name).matches() || name.equals(BuildOrder.DOCKERFILE)) {
            throw PlatformException.field(
                    ErrorCode.NAME_INVALID,
                    "name",
                    "must have 1 to 63 lower-case letters, digits, hyphens and dots, neither first nor last one of the"
                            + " last two, and be no strategy",
                    "Choose another name, for example \"dotnet\".");
        }
        return name;
    }

    private static String description(String said) {
        String description = said == null ? "" : said.strip();
        if (description.length() > LONGEST_DESCRIPTION || description.chars().anyMatch(Character::isISOControl)) {
            throw PlatformException.invalid(
                    "description", "must have at most " + LONGEST_DESCRIPTION + " characters on one line");
        }
        return description;
    }

    private static List<String> listed(String field, List<String> said, Pattern form, String rule) {
        List<String> words = said == null ? List.of() : said;
        if (words.size() > MOST) {
            throw PlatformException.invalid(field, "must be at most " + MOST);
        }
        for (String word : words) {
            if (!form.matcher(word).matches()) {
                throw PlatformException.invalid(field, "each must consist of " + rule);
            }
        }
        return List.copyOf(words);
    }

    private static List<String> detects(List<String> said) {
        List<String> patterns = listed(
                "detects", said, DETECTS, "names of at most two directories and a file, in which * and ? may stand");
        for (String pattern : patterns) {
            if (!SAYS_SOMETHING.matcher(pattern).matches()
                    || Set.of(pattern.split("/")).contains("..")) {
                throw PlatformException.invalid(
                        "detects", "each must name a file below the root, such as \"*.csproj\"");
            }
        }
        return patterns;
    }

    private static String sample(String url) {
        if (url == null || url.isEmpty()) {
            return null;
        }
        try {
            if (!GitUrl.parse(url).scheme().startsWith("http")) {
                throw PlatformException.invalid("sample", "must begin with https:// or http://");
            }
            return url;
        } catch (IllegalArgumentException e) {
            throw PlatformException.invalid("sample", e.getMessage());
        }
    }

    private static List<BuilderImage> images(List<BuilderImage> said) {
        if (said == null || said.isEmpty() || said.size() > MOST) {
            throw PlatformException.invalid(
                    "images", "must be 1 to " + MOST + ": [{\"version\": \"8\", \"image\": \"dotnet-80:latest\"}]");
        }
        Set<String> versions = new HashSet<>();
        for (BuilderImage image : said) {
            if (image.version() == null || !VERSION.matcher(image.version()).matches()) {
                throw PlatformException.invalid(
                        "images.version", "must have 1 to 63 letters, digits, -, . and _, first a letter or digit");
            }
            if (!versions.add(image.version())) {
                throw PlatformException.invalid("images.version", "\"" + image.version() + "\" is there twice");
            }
            requireReference(image.image());
        }
        return List.copyOf(said);
    }

    private static void requireReference(String image) {
        if (image == null
                || image.length() > LONGEST_REFERENCE
                || !REFERENCE.matcher(image).matches()) {
            throw PlatformException.invalid(
                    "images.image",
                    "must be a name with a tag or digest, such as \"dotnet-80:latest\", or an image id (sha256:…)");
        }
    }
}

package dev.slipway.model.build;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// What of the container that assembled goes into the runtime image, and where: S2I's
/// `/absolute/source:relative/directory;...`. Each source keeps its name and lands in its directory, which is below the
/// runtime image's working directory and is that itself where none is named.
public record ArtifactMapping(List<Artifact> artifacts) {
    private static final int MOST = 32;
    private static final int LONGEST = 4096;
    private static final String FORM =
            "must be /absolute/source:relative/directory, with more of them behind semicolons";
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    public ArtifactMapping {
        artifacts = List.copyOf(artifacts);
    }

    /// source is an absolute path of a file or directory, directory a relative path or `.`.
    public record Artifact(String source, String directory) {}

    /// Throws IllegalArgumentException with what is wrong with it, to be read after where it stands.
    public static ArtifactMapping parse(String text) {
        if (text.length() > LONGEST || CONTROL.matcher(text).find()) {
            throw new IllegalArgumentException("must have at most " + LONGEST + " characters in one line");
        }
        List<Artifact> artifacts = Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(ArtifactMapping::artifact)
                .toList();
        if (artifacts.isEmpty() || artifacts.size() > MOST) {
            throw new IllegalArgumentException(FORM + ", at least one and at most " + MOST);
        }
        return new ArtifactMapping(artifacts);
    }

    private static Artifact artifact(String part) {
        String[] halves = part.split(":", -1);
        if (halves.length > 2) {
            throw new IllegalArgumentException(FORM + "; \"" + part + "\" has more than one colon");
        }
        return new Artifact(source(halves[0].strip()), directory(halves.length == 1 ? "" : halves[1].strip()));
    }

    private static String source(String path) {
        String clean = plain(path);
        if (!path.startsWith("/") || clean.isEmpty()) {
            throw new IllegalArgumentException(FORM + "; \"" + path + "\" is no absolute path of a file or directory");
        }
        return "/" + clean;
    }

    private static String directory(String path) {
        if (path.startsWith("/")) {
            throw new IllegalArgumentException(
                    FORM + "; \"" + path + "\" is not relative to the working directory of the runtime image");
        }
        String clean = plain(path);
        return clean.isEmpty() ? "." : clean;
    }

    /// Without empty parts and dots, and without a slash at either end.
    private static String plain(String path) {
        List<String> parts = Arrays.stream(path.split("/"))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .toList();
        if (parts.contains("..") || path.matches(".*[*?\\[\\]].*")) {
            throw new IllegalArgumentException(FORM + "; \"" + path + "\" has \"..\" or a wildcard");
        }
        return String.join("/", parts);
    }
}

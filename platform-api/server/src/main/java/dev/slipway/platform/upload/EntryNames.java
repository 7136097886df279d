package dev.slipway.platform.upload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectChecker;

/// Reads the names of an archive's entries as paths below its root, by the rules that git has for the paths of a
/// commit and some that only archives need.
final class EntryNames {
    private static final int LONGEST_NAME = 255;
    private static final int DEEPEST = 100;
    private static final String NEXT = "Leave it out, or name it by a plain path below the archive's root.";

    private final int longestPath;
    private final ObjectChecker checker = new ObjectChecker();

    EntryNames(int longestPath) {
        this.longestPath = longestPath;
    }

    /// Without `./` and slashes around; "" for the root itself. Throws ARCHIVE_REFUSED or TOO_LARGE.
    String path(String name) {
        if (name.startsWith("/") || name.matches("(?s)[A-Za-z]:.*")) {
            throw ArchiveFault.entry(name, "has an absolute path", NEXT);
        }
        if (name.indexOf('\\') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
            throw ArchiveFault.entry(name, "has a backslash or a control character in its name", NEXT);
        }
        if (name.length() > 2 * longestPath) {
            throw tooLong(name, "a path longer than " + longestPath + " bytes");
        }
        List<String> segments = new ArrayList<>();
        for (String segment : name.split("/")) {
            if (segment.equals("..")) {
                throw ArchiveFault.entry(name, "leads out of the archive", NEXT);
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return checked(name, segments);
    }

    private String checked(String name, List<String> segments) {
        String path = String.join("/", segments);
        if (path.getBytes(StandardCharsets.UTF_8).length > longestPath) {
            throw tooLong(name, "a path longer than " + longestPath + " bytes");
        }
        if (segments.stream().anyMatch(each -> each.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME)) {
            throw tooLong(name, "a name longer than " + LONGEST_NAME + " bytes");
        }
        if (segments.size() > DEEPEST) {
            throw tooLong(name, "more than " + DEEPEST + " directories above it");
        }
        return path;
    }

    private static RuntimeException tooLong(String name, String what) {
        return ArchiveFault.tooLarge(
                "The entry \"" + name.substring(0, Math.min(100, name.length())) + "…\" has " + what + ".",
                "Shorten it, or leave it out.");
    }

    /// Whether git's own: no part of a source, in no commit either. Nor is what macOS adds to zips.
    static boolean isIgnored(String path) {
        return ("/" + path + "/").contains("/.git/") || path.startsWith("__MACOSX/");
    }

    /// Throws ARCHIVE_REFUSED for what git would not take into a commit, such as other spellings of `.git`.
    void check(String path) {
        try {
            checker.checkPath(path);
        } catch (CorruptObjectException e) {
            throw ArchiveFault.entry(path, "has a name that is not allowed: " + e.getMessage(), NEXT);
        }
    }
}

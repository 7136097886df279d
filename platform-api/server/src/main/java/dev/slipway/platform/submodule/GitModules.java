package dev.slipway.platform.submodule;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.log.PlainText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/// The file `.gitmodules` of one commit (gitmodules(5)). Of each submodule its path, URL and whether it is left out are
/// read and nothing else; what git would run or write because of it has no counterpart here. Entries that no gitlink
/// asks for are not judged.
public final class GitModules {
    public static final String FILE = ".gitmodules";

    /// Bytes of the file.
    public static final int LARGEST = 64 << 10;

    private static final int LONGEST_SHOWN = 200;
    private static final String SECTION = "submodule";
    private static final Set<String> UPDATES = Set.of("checkout", "rebase", "merge", "none");

    private final Config config;

    private GitModules(Config config) {
        this.config = config;
    }

    /// What one entry says. url is as it stands there; left is whether the submodule is to stay an empty directory.
    public record Declared(String url, boolean left) {}

    /// Throws FailedBuild SourceSubmoduleUnusable for what is no file of this form. It never reads other files.
    public static GitModules parse(String text) {
        Config config = new Config();
        try {
            config.fromText(text);
        } catch (ConfigInvalidException | IllegalArgumentException e) {
            throw unusable(FILE + " cannot be read: " + shown(String.valueOf(e.getMessage())));
        }
        return new GitModules(config);
    }

    /// The entry of the gitlink at the path, which is relative to the directory of the file. Throws FailedBuild
    /// SourceSubmoduleUnusable where there is none or more than one, or where it says what nobody should follow.
    public Declared at(String path) {
        List<String> names = new ArrayList<>();
        for (String name : config.getSubsections(SECTION)) {
            if (Arrays.asList(config.getStringList(SECTION, name, "path")).contains(path)) {
                names.add(name);
            }
        }
        if (names.size() != 1) {
            throw unusable(FILE + " has " + (names.isEmpty() ? "no entry" : "several entries") + " for the path "
                    + shown(path) + ".");
        }
        return declared(path, names.getFirst());
    }

    private Declared declared(String path, String name) {
        if (path.startsWith("-") || hasControl(path)) {
            throw unusable("The path " + shown(path) + " of a submodule is not allowed.");
        }
        if (!isName(name)) {
            throw unusable("The submodule at " + shown(path) + " has a name that is not allowed: " + shown(name));
        }
        String update = single(name, path, "update");
        if (update != null && !UPDATES.contains(update)) {
            throw unusable("The submodule at " + shown(path) + " has an \"update\" that is not allowed; only "
                    + String.join(", ", UPDATES.stream().sorted().toList()) + " are.");
        }
        boolean left = "none".equals(update);
        String url = single(name, path, "url");
        if (url == null && !left) {
            throw unusable("The submodule at " + shown(path) + " has no \"url\" in " + FILE + ".");
        }
        return new Declared(url, left);
    }

    /// Where one of two values counts depends on who reads it, so neither does.
    private String single(String name, String path, String key) {
        String[] values = config.getStringList(SECTION, name, key);
        if (values.length > 1) {
            throw unusable("The submodule at " + shown(path) + " has more than one \"" + key + "\" in " + FILE + ".");
        }
        return values.length == 0 ? null : values[0];
    }

    /// Git makes a directory of the name (CVE-2018-11235); nothing here does.
    private static boolean isName(String name) {
        return !name.isEmpty()
                && !name.startsWith("-")
                && !hasControl(name)
                && Arrays.stream(name.split("[/\\\\]", -1)).noneMatch(part -> part.equals(".."));
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /// Fit to be read, on one line.
    public static String shown(String text) {
        return PlainText.of(text, LONGEST_SHOWN);
    }

    public static FailedBuild unusable(String message) {
        return new FailedBuild(FailureReason.SourceSubmoduleUnusable, message);
    }
}

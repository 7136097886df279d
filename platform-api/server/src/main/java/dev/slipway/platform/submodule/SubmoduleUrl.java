package dev.slipway.platform.submodule;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.source.GitUrl;
import java.util.List;
import java.util.regex.Pattern;

/// Where a submodule is fetched from. Whoever writes `.gitmodules` need not be a member of the project:
/// so a URL leads to no weaker scheme than the one that the commit came by, and what is pushed here
/// names others by https alone. By ssh only what is relative to a URL for ssh is fetched.
public final class SubmoduleUrl {
    private static final Pattern SCP = Pattern.compile("(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9.-]+:(?!//)[A-Za-z0-9._~/-]*");
    private static final Pattern SSH = Pattern.compile("(?:git\\+)?ssh:", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOST = Pattern.compile("[^:]+://[^/]*");

    /// The strictest first.
    private static final List<String> SCHEMES = List.of("https", "http", "file");

    private SubmoduleUrl() {}

    /// path is the submodule's, from the root of the source; said what `.gitmodules` says; parent the URL of the
    /// repository that says so, null where that was pushed here. Throws FailedBuild SourceSubmoduleUnusable.
    public static GitUrl of(String path, String said, GitUrl parent) {
        if (said.startsWith("./") || said.startsWith("../")) {
            if (parent == null) {
                throw refused(path, said, "is relative, but what is pushed here has no neighbours; write https://…");
            }
            return parsed(path, said, relative(path, said, parent));
        }
        if (SCP.matcher(said).matches() || SSH.matcher(said).lookingAt()) {
            throw forSsh(path, said);
        }
        GitUrl url = parsed(path, said, said);
        if (url.isSsh()) {
            throw forSsh(path, said);
        }
        String weakest = parent == null || parent.isSsh() ? "https" : parent.scheme();
        if (SCHEMES.indexOf(url.scheme()) > SCHEMES.indexOf(weakest)) {
            throw refused(
                    path,
                    said,
                    parent == null
                            ? "must begin with https://"
                            : "must not begin with " + url.scheme() + ":// where the repository that names it comes by "
                                    + weakest);
        }
        return url;
    }

    /// As git does it: each `../` takes one part of the parent's URL away.
    private static String relative(String path, String said, GitUrl parent) {
        String base = parent.toString().replaceFirst("/+$", "");
        String rest = said;
        while (rest.startsWith("./") || rest.startsWith("../")) {
            if (rest.startsWith("../")) {
                if (HOST.matcher(base).matches() || base.indexOf('/') < 0) {
                    throw refused(path, said, "leads out of " + parent);
                }
                base = base.substring(0, base.lastIndexOf('/'));
            }
            rest = rest.substring(rest.indexOf('/') + 1);
        }
        return base + "/" + rest;
    }

    private static GitUrl parsed(String path, String said, String whole) {
        try {
            return GitUrl.parse(whole);
        } catch (IllegalArgumentException e) {
            throw refused(path, said, e.getMessage());
        }
    }

    private static FailedBuild forSsh(String path, String said) {
        return refused(path, said, "is for ssh; submodules are fetched by https, so write https://…");
    }

    private static FailedBuild refused(String path, String said, String why) {
        return GitModules.unusable(
                "The URL of the submodule " + GitModules.shown(path) + ", " + shown(said) + ", " + why + ".");
    }

    /// What may hold a password is not repeated.
    private static String shown(String said) {
        boolean signIn = said.indexOf('@') >= 0 && !SCP.matcher(said).matches();
        return signIn ? "which holds a sign-in" : GitModules.shown(said);
    }
}

package dev.slipway.platform.git;

import dev.slipway.model.source.GitUrl;
import dev.slipway.platform.submodule.GitModules;
import dev.slipway.platform.submodule.SubmoduleUrl;
import org.eclipse.jgit.lib.ObjectId;

/// A gitlink with what `.gitmodules` says about it. path is from the root of the source; said the URL as it stands
/// there;
/// parent that of the repository that says so, null where it was pushed here or nobody asks; depth 1 is a submodule of
/// the source itself, 2 one of such a submodule.
record Submodule(String path, String said, GitUrl parent, ObjectId commit, int depth) {
    /// The path, fit to be read.
    String shown() {
        return GitModules.shown(path);
    }

    /// Throws FailedBuild SourceSubmoduleUnusable.
    GitUrl url() {
        return SubmoduleUrl.of(path, said, parent);
    }
}

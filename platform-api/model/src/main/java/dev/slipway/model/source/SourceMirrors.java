package dev.slipway.model.source;

import dev.slipway.model.build.Commit;
import java.util.UUID;

/// The mirrors of the repositories that applications name by URL.
public interface SourceMirrors {

    /// Brings the application's mirror up to date with the URL and finds the commit that ref names; ref null means
    /// where the remote's HEAD is. Blocks within the limits of the installation; an interrupt ends it within a
    /// second and leaves the mirror as it was. Throws FailedBuild.
    Fetched fetch(UUID application, GitUrl url, GitRef ref) throws InterruptedException;

    /// defaultBranch is the short name of the branch that the remote's HEAD names, null where it names none; bytes
    /// is what came over the wire; credential the name of the one that was shown, null where none was.
    record Fetched(Commit commit, String defaultBranch, long bytes, String credential) {}
}

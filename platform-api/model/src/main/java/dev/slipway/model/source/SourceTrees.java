package dev.slipway.model.source;

import java.util.UUID;

/// Finds the source of builds.
public interface SourceTrees {

    /// The tree of a commit (full hash) in an application's repository.
    /// Throws PlatformException NOT_FOUND where the repository or the commit is not there.
    SourceTree open(UUID application, String commit);
}

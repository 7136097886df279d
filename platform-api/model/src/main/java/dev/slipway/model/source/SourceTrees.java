package dev.slipway.model.source;

import java.util.UUID;

/// Finds the source of builds.
public interface SourceTrees {

    /// The files of what an application's build is made from.
    /// Throws PlatformException NOT_FOUND where the repository, the commit or the archive is not there.
    SourceTree open(UUID application, SourceReference source);
}

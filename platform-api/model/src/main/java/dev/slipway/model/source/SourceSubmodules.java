package dev.slipway.model.source;

import java.util.List;
import java.util.UUID;

/// The submodules of what applications build.
public interface SourceSubmodules {

    /// Sees to it that the files of all submodules of the commit are here, nested ones too. from is the URL that the
    /// commit was fetched from, null for one that was pushed here. Blocks within the limits of the installation; an
    /// interrupt ends it within a second. Throws FailedBuild with the path and the URL of the one that is at fault.
    List<Brought> fetch(UUID application, String commit, GitUrl from) throws InterruptedException;

    /// A submodule whose files are here: its path in the source, its URL and commit. bytes is what came over the wire,
    /// 0 where it was here before; credential the name of the one that was shown, null where none was.
    record Brought(String path, GitUrl url, String commit, long bytes, String credential) {}
}

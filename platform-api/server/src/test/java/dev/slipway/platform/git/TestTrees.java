package dev.slipway.platform.git;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// Sources as builds read them.
final class TestTrees {
    private TestTrees() {}

    /// submodules is where those lie that were fetched.
    static JgitSourceTrees of(Path submodules, Repositories... places) {
        return new JgitSourceTrees(FixedGitConfig.defaults(), new CommitPlaces(List.of(places)), store(submodules));
    }

    static SubmoduleStore store(Path submodules) {
        return new SubmoduleStore(new Repositories(submodules), InstantSource.system());
    }
}

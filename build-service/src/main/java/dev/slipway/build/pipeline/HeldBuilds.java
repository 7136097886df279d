package dev.slipway.build.pipeline;

import java.util.List;

/// A node's memory of its builds, for the process that follows this one. Orders hold secrets: they are kept sealed.
/// One entry per attempt. Failures are logged: a build that is not remembered is built again.
public interface HeldBuilds {

    /// Durable when it returns.
    void save(HeldBuild build);

    /// Does nothing when there is none.
    void forget(HeldBuild build);

    /// All that can still be read.
    List<HeldBuild> load();
}

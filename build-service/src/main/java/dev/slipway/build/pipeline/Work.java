package dev.slipway.build.pipeline;

import dev.slipway.build.cache.Cache;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.model.assignment.BuildOrder;
import java.util.ArrayList;
import java.util.List;

/// One attempt under way, and what of it there is by now. Used by the thread that builds.
final class Work {
    final Holding holding;
    final LogShipper log;
    final Watch watch;
    final Stages stages;
    /// Null while there is none.
    String container;
    /// Whether any container was made for it.
    boolean begun;
    /// Whether the container waited for a build and has not the name of this one yet.
    boolean unnamed;
    /// The last look at what the container wrote; null where none is under way.
    Thread look;
    /// The id of the builder's image; null while it is not known, and where there is none.
    String builder;
    /// How the container that assembles was asked for, where the one of the next build can be started before its source
    /// is known; or null.
    ContainerSpec next;
    /// What the container that assembles has of earlier builds; null for nothing.
    Cache.Name cache;
    /// Containers that have done their part. To remove one with many files takes seconds, so that waits for the end.
    final List<String> spent = new ArrayList<>();
    /// The image that was stored and is not known to pass its check; null while there is none.
    String unchecked;
    /// Whether it ended with an image.
    boolean succeeded;
    /// Whether the container has ended by itself.
    boolean assembled;

    Work(Holding holding, LogShipper log, Watch watch) {
        this.holding = holding;
        this.log = log;
        this.watch = watch;
        this.stages = new Stages(watch, log, holding.build().stages());
    }

    BuildOrder order() {
        return holding.order();
    }

    /// Whether the next process of this node can go on with it: this one stops, and the container needs nobody.
    boolean handedOver() {
        return watch.fate() == Fate.STOPPED && holding.build().delivered();
    }
}

package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.build.StageTiming;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// One attempt as this process holds it, remembered at each step that its successor must know of.
final class Holding {
    private final HeldBuilds memory;
    private final boolean adopted;
    private HeldBuild build;

    private Holding(HeldBuilds memory, HeldBuild build, boolean adopted) {
        this.memory = memory;
        this.build = build;
        this.adopted = adopted;
    }

    static Holding begun(HeldBuilds memory, BuildOrder order) {
        Holding holding = new Holding(memory, HeldBuild.begun(order, Instant.now()), false);
        memory.save(holding.build);
        return holding;
    }

    static Holding adopted(HeldBuilds memory, HeldBuild build) {
        return new Holding(memory, build, true);
    }

    BuildOrder order() {
        return build().order();
    }

    /// Whether an earlier process began it.
    boolean adopted() {
        return adopted;
    }

    synchronized HeldBuild build() {
        return build;
    }

    /// What is left of its time.
    Duration left() {
        Duration limit = Duration.ofMillis(order().timeoutMillis());
        return limit.minus(Duration.between(build().startedAt(), Instant.now()));
    }

    /// From where on an earlier process told what this one tells again; length where that did not get as far.
    synchronized long logFrom(long length) {
        return build.logFrom() == null ? length : build.logFrom();
    }

    synchronized void assembles(Instant since, List<StageTiming> before, long logFrom) {
        remember(build.assembling(since, before, logFrom));
    }

    /// Kept with the next step: whoever goes on knows where these are.
    synchronized void fetched(Collection<String> scripts) {
        build = build.fetched(scripts);
    }

    /// The container that assembled goes: from now on the next process of this node builds anew.
    synchronized void letsGo() {
        remember(build.letGo());
    }

    private void remember(HeldBuild next) {
        build = next;
        memory.save(next);
    }

    synchronized void forget() {
        memory.forget(build);
    }
}

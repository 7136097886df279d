package dev.slipway.scheduler.reconcile;

import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.resource.Resources;
import dev.slipway.scheduler.reconcile.Action.CreateInstance;
import dev.slipway.scheduler.snapshot.InstanceSnapshot;
import java.time.Instant;
import java.util.List;

/// An instance of a {@link World}.
final class SimulatedInstance {
    final String id;
    final String process;
    final int release;
    final int restarts;
    final Resources requests;
    final Instant createdAt;
    InstanceState state;
    boolean ready;
    String node;
    String message;
    String reason;
    List<String> evidence = List.of();
    Instant startedAt;
    Instant finishedAt;

    SimulatedInstance(String id, CreateInstance create, Instant now) {
        this.id = id;
        this.process = create.process();
        this.release = create.release();
        this.restarts = create.restarts();
        this.requests = create.requests();
        this.createdAt = now;
        this.node = create.node();
        this.message = create.why();
        this.reason = create.why() == null ? null : "NoRoom";
        this.state = node == null ? InstanceState.PENDING : InstanceState.ASSIGNED;
    }

    void assign(String target) {
        node = target;
        reason = null;
        message = null;
        state = InstanceState.ASSIGNED;
    }

    void started(Instant now) {
        state = InstanceState.STARTING;
        startedAt = now;
    }

    void settled(boolean runs, Instant now) {
        if (runs) {
            state = InstanceState.RUNNING;
            ready = true;
        } else {
            ended(InstanceState.FAILED, now);
        }
    }

    void stop(Instant now) {
        if (state == InstanceState.PENDING) {
            ended(InstanceState.STOPPED, now);
        } else {
            state = InstanceState.STOPPING;
        }
    }

    void ended(InstanceState terminal, Instant now) {
        state = terminal;
        ready = false;
        finishedAt = now;
    }

    boolean serving() {
        return state == InstanceState.RUNNING && ready;
    }

    InstanceSnapshot snapshot() {
        return new InstanceSnapshot(
                id, process, release, state, ready, node, requests, createdAt, reason, message, evidence);
    }
}

package dev.slipway.model.instance;

import static dev.slipway.model.instance.InstanceState.ASSIGNED;
import static dev.slipway.model.instance.InstanceState.FAILED;
import static dev.slipway.model.instance.InstanceState.LOST;
import static dev.slipway.model.instance.InstanceState.PENDING;
import static dev.slipway.model.instance.InstanceState.RUNNING;
import static dev.slipway.model.instance.InstanceState.STARTING;
import static dev.slipway.model.instance.InstanceState.STOPPED;
import static dev.slipway.model.instance.InstanceState.STOPPING;

import dev.slipway.model.instance.InstanceEvent.Assigned;
import dev.slipway.model.instance.InstanceEvent.BecameReady;
import dev.slipway.model.instance.InstanceEvent.Ended;
import dev.slipway.model.instance.InstanceEvent.NodeLost;
import dev.slipway.model.instance.InstanceEvent.Started;
import dev.slipway.model.instance.InstanceEvent.StopAsked;

/// Which states follow which events. Pure; a table test covers every pair.
public final class InstanceLifecycle {
    private InstanceLifecycle() {}

    public static Transition on(InstanceState state, InstanceEvent event) {
        if (state.terminal()) {
            return onTerminal(state, event);
        }
        return switch (event) {
            case Assigned _ -> state == PENDING ? to(ASSIGNED) : unchanged();
            case Started _ -> onStarted(state);
            case BecameReady _ -> onReady(state);
            case StopAsked _ -> onStopAsked(state);
            case Ended _ -> onEnded(state);
            case NodeLost _ -> state == PENDING ? unchanged() : to(LOST);
        };
    }

    private static Transition onTerminal(InstanceState state, InstanceEvent event) {
        return switch (event) {
            case Started _, BecameReady _ -> new Transition.Illegal("it is " + state + " and must not run");
            case Assigned _, StopAsked _, Ended _, NodeLost _ -> unchanged();
        };
    }

    private static Transition onStarted(InstanceState state) {
        return switch (state) {
            case PENDING -> new Transition.Illegal("it was never assigned");
            case ASSIGNED -> to(STARTING);
            case STARTING, RUNNING, STOPPING, STOPPED, FAILED, LOST -> unchanged();
        };
    }

    private static Transition onReady(InstanceState state) {
        return switch (state) {
            case PENDING -> new Transition.Illegal("it was never assigned");
            case ASSIGNED, STARTING -> to(RUNNING);
            case RUNNING, STOPPING, STOPPED, FAILED, LOST -> unchanged();
        };
    }

    private static Transition onStopAsked(InstanceState state) {
        return switch (state) {
            case PENDING -> to(STOPPED);
            case ASSIGNED, STARTING, RUNNING -> to(STOPPING);
            case STOPPING, STOPPED, FAILED, LOST -> unchanged();
        };
    }

    private static Transition onEnded(InstanceState state) {
        return switch (state) {
            case PENDING -> unchanged();
            case ASSIGNED, STARTING, RUNNING -> to(FAILED);
            case STOPPING -> to(STOPPED);
            case STOPPED, FAILED, LOST -> unchanged();
        };
    }

    private static Transition to(InstanceState state) {
        return new Transition.To(state);
    }

    private static Transition unchanged() {
        return new Transition.Unchanged();
    }
}

package dev.slipway.node.agent;

import dev.slipway.engine.Containers;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.ForwardingEngine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// An engine that refuses to stop containers as often as stopsToRefuse says.
record RefusingEngine(Engine engine, AtomicInteger stopsToRefuse) implements ForwardingEngine {

    @Override
    public Containers containers() {
        return new Refusing(engine.containers(), stopsToRefuse);
    }

    private record Refusing(Containers containers, AtomicInteger stopsToRefuse) implements ForwardingContainers {

        @Override
        public void stop(String id, Duration grace) {
            if (stopsToRefuse.getAndDecrement() > 0) {
                throw new EngineException(Kind.FAILED, "not now", null);
            }
            containers.stop(id, grace);
        }
    }
}

package dev.slipway.node.agent;

import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Containers;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.ImageTransfer;
import dev.slipway.engine.Images;
import dev.slipway.engine.Networks;
import dev.slipway.engine.Streams;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// An engine that refuses to stop containers as often as stopsToRefuse says.
record RefusingEngine(Engine engine, AtomicInteger stopsToRefuse) implements Engine {

    @Override
    public Containers containers() {
        return new Refusing(engine.containers(), stopsToRefuse);
    }

    @Override
    public Streams streams() {
        return engine.streams();
    }

    @Override
    public Images images() {
        return engine.images();
    }

    @Override
    public ImageTransfer transfer() {
        return engine.transfer();
    }

    @Override
    public Networks networks() {
        return engine.networks();
    }

    @Override
    public EngineInfo check() {
        return engine.check();
    }

    @Override
    public void close() {
        engine.close();
    }

    private record Refusing(Containers containers, AtomicInteger stopsToRefuse) implements Containers {

        @Override
        public String create(ContainerSpec spec) {
            return containers.create(spec);
        }

        @Override
        public void start(String id) {
            containers.start(id);
        }

        @Override
        public void stop(String id, Duration grace) {
            if (stopsToRefuse.getAndDecrement() > 0) {
                throw new EngineException(Kind.FAILED, "not now", null);
            }
            containers.stop(id, grace);
        }

        @Override
        public void remove(String id) {
            containers.remove(id);
        }

        @Override
        public List<ContainerStatus> list(Map<String, String> labels) {
            return containers.list(labels);
        }

        @Override
        public long writtenBytes(String id) {
            return containers.writtenBytes(id);
        }
    }
}

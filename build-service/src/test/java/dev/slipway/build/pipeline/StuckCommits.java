package dev.slipway.build.pipeline;

import dev.slipway.engine.Containers;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.ImageTransfer;
import dev.slipway.engine.Images;
import dev.slipway.engine.Networks;
import dev.slipway.engine.Streams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// An engine that never ends storing an image.
record StuckCommits(Engine engine) implements Engine {

    @Override
    public Containers containers() {
        return engine.containers();
    }

    @Override
    public Streams streams() {
        return engine.streams();
    }

    @Override
    public Images images() {
        return new Stuck(engine.images());
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

    private record Stuck(Images images) implements Images {

        @Override
        public Optional<ImageDescription> inspect(String reference) {
            return images.inspect(reference);
        }

        @Override
        public String commit(String container, ImageConfiguration configuration, String tag) {
            try {
                new CountDownLatch(1).await();
                throw new IllegalStateException("nobody counts down");
            } catch (InterruptedException e) {
                throw new EngineException(Kind.INTERRUPTED, "interrupted", e);
            }
        }

        @Override
        public void remove(String reference) {
            images.remove(reference);
        }

        @Override
        public List<ImageDescription> list(Map<String, String> labels) {
            return images.list(labels);
        }
    }
}

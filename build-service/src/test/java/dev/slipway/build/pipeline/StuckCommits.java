package dev.slipway.build.pipeline;

import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.ForwardingEngine;
import dev.slipway.engine.Images;
import java.util.concurrent.CountDownLatch;

/// An engine that never ends storing an image.
record StuckCommits(Engine engine) implements ForwardingEngine {

    @Override
    public Images images() {
        return new Stuck(engine.images());
    }

    private record Stuck(Images images) implements ForwardingImages {

        @Override
        public String commit(String container, ImageConfiguration configuration, String tag) {
            try {
                new CountDownLatch(1).await();
                throw new IllegalStateException("nobody counts down");
            } catch (InterruptedException e) {
                throw new EngineException(Kind.INTERRUPTED, "interrupted", e);
            }
        }
    }
}

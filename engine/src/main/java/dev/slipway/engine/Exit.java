package dev.slipway.engine;

import dev.slipway.engine.EngineException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waiting for a container's exit code as {@link Streams#run} promises it; for adapters.
public final class Exit {
    private Exit() {}

    /// Throws what ended exceptionally, else EngineException of kind TIMEOUT or INTERRUPTED.
    public static int await(CompletableFuture<Integer> ended, String container, Duration limit) {
        try {
            return ended.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new EngineException(Kind.TIMEOUT, container + " did not end within " + limit, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.INTERRUPTED, "interrupted while " + container + " ran", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}

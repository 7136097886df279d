package dev.slipway.build.pipeline;

import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.model.assignment.BuildOrder;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// The source of a build, asked for while the container that takes it is made.
final class ComingSource implements Closeable {
    private final CompletableFuture<InputStream> opened = new CompletableFuture<>();
    private final Thread opening;

    private ComingSource(PatientSource orders, BuildOrder order, Builder builder, Duration limit) {
        this.opening = Thread.ofVirtual().name("source-" + order.id()).start(() -> open(orders, order, builder, limit));
    }

    /// limit as in {@link PatientSource#open}.
    static ComingSource of(BuildOrders orders, BuildOrder order, Builder builder, Duration limit) {
        return new ComingSource(new PatientSource(orders), order, builder, limit);
    }

    private void open(PatientSource orders, BuildOrder order, Builder builder, Duration limit) {
        try {
            opened.complete(orders.open(
                    order, builder.destination(), List.of(), builder.scripts().left(), limit));
        } catch (IOException | RuntimeException failure) {
            opened.completeExceptionally(failure);
        }
    }

    /// Throws what {@link PatientSource#open} throws, EngineException INTERRUPTED where the build is ended meanwhile.
    SourceStream stream() throws IOException {
        try {
            return new SourceStream(opened.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.INTERRUPTED, "interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    /// Nobody waits for it any more.
    @Override
    public void close() {
        opening.interrupt();
        opened.thenAccept(ComingSource::end);
    }

    private static void end(InputStream source) {
        try {
            source.close();
        } catch (IOException _) {
            // It is read to its end, or nobody wants it.
        }
    }
}

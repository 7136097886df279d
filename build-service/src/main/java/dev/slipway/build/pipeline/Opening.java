package dev.slipway.build.pipeline;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.Streams.Following;
import dev.slipway.engine.Streams.LogQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Reads what the engine's log of a container begins with.
final class Opening {
    private static final int ENOUGH = 8 << 10;

    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    private Opening() {}

    /// About 8 KiB, fewer when it said less.
    static String of(Engine engine, ContainerStatus container) {
        Opening opening = new Opening();
        try (Following log = engine.streams().logs(container.id(), new LogQuery(false, -1, null), opening::accept)) {
            log.join();
            return opening.begun.toString(StandardCharsets.ISO_8859_1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Kind.INTERRUPTED, "interrupted", e);
        }
    }

    private void accept(boolean error, byte[] bytes, int offset, int length) {
        begun.write(bytes, offset, Math.min(length, ENOUGH));
        if (begun.size() >= ENOUGH) {
            throw new UncheckedIOException(new IOException("that is enough"));
        }
    }
}

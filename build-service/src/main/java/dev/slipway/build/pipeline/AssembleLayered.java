package dev.slipway.build.pipeline;

import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Assembles in an image that has no tar or no shell, S2I's layered build: the engine puts source and scripts into a
/// container of it before that starts with the script itself.
final class AssembleLayered {
    /// With this code ends what a shell, or the engine's init, cannot find.
    private static final int NOT_THERE = 127;
    private static final String SHELL = "/bin/sh";
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final BuildOrders orders;
    private final Engine engine;

    AssembleLayered(BuildOrders orders, Engine engine) {
        this.orders = orders;
        this.engine = engine;
    }

    /// What the image lacks for the usual way; empty where that was another's fault. The container ended with the exit
    /// code and is still there.
    Optional<String> missing(Work work, Builder builder, int exitCode) {
        if (exitCode != NOT_THERE || work.holding.build().delivered()) {
            return Optional.empty();
        }
        if (!there(work, SHELL)) {
            return Optional.of(SHELL);
        }
        String path = builder.image().environment().getOrDefault("PATH", PATH);
        return Stream.of(path.split(":"))
                        .filter(directory -> directory.startsWith("/"))
                        .anyMatch(directory -> there(work, directory + "/tar"))
                ? Optional.empty()
                : Optional.of("tar");
    }

    private boolean there(Work work, String path) {
        return engine.files().copy(work.container, path, OutputStream.nullOutputStream());
    }

    /// Returns the script's exit code. Throws FailedBuild with the reason it failed for.
    int run(Work work, Builder builder, Duration limit) {
        if (!limit.isPositive()) {
            throw Assemble.timedOut(work.order(), work.log);
        }
        try (SourceStream source = new SourceStream(new PatientSource(orders)
                        .open(
                                work.order(),
                                builder.destination(),
                                List.of(),
                                builder.scripts().left(),
                                limit));
                InputStream tar = new SequenceInputStream(scripts(work, builder), source)) {
            put(work, builder, tar, source, limit);
        } catch (IOException | UncheckedIOException e) {
            throw new FailedBuild(FailureReason.FetchSourceFailed, "The source could not be read: " + e.getMessage());
        }
        work.log.line(Greeting.text(builder.assemble()));
        return started(work);
    }

    private static InputStream scripts(Work work, Builder builder) {
        return new ByteArrayInputStream(
                Prelude.scripts(builder.downloads(), work.order().network().uid()));
    }

    private void put(Work work, Builder builder, InputStream tar, SourceStream source, Duration limit)
            throws IOException {
        try {
            engine.files().put(work.container, tar, limit);
            Assemble.checkSource(orders, work.order(), builder, source);
        } catch (EngineException e) {
            Assemble.checkSource(orders, work.order(), builder, source);
            throw Assemble.fault(e, work.order(), work.log);
        }
    }

    private int started(Work work) {
        try {
            return engine.streams()
                    .run(
                            work.container,
                            InputStream.nullInputStream(),
                            (_, bytes, offset, length) -> work.log.write(bytes, offset, length),
                            work.holding.left());
        } catch (EngineException e) {
            throw Assemble.fault(e, work.order(), work.log);
        }
    }
}

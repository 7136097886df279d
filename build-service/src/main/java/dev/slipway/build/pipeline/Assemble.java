package dev.slipway.build.pipeline;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.Streams.Sink;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.fault.KillPoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Streams the source into the container and runs the assemble script there, or goes on with one that an earlier
/// process began.
final class Assemble {
    private final BuildOrders orders;
    private final Engine engine;
    private final Path caBundle;

    Assemble(BuildOrders orders, Engine engine, Path caBundle) {
        this.orders = orders;
        this.engine = engine;
        this.caBundle = caBundle;
    }

    /// coming is the source, which is read and closed; artifacts is what the build before saved, empty for none;
    /// limit what is left of the build's time; unpacked is called when the container has its whole input. Returns
    /// the exit code. Throws FailedBuild with the reason it failed for.
    int run(
            BuildOrder order,
            Builder builder,
            String container,
            ComingSource coming,
            Optional<Path> artifacts,
            LogShipper log,
            Duration limit,
            Runnable unpacked) {
        Sink sink = new Greeting(builder.assemble(), unpacked, heard(order, log, limit));
        try (SourceStream source = coming.stream();
                InputStream input = new SequenceInputStream(beginning(order, builder, artifacts), source)) {
            return fed(order, builder, container, input, source, sink, log, limit);
        } catch (IOException | UncheckedIOException e) {
            throw new FailedBuild(FailureReason.FetchSourceFailed, "The source could not be read: " + e.getMessage());
        }
    }

    /// The same for a container that had its input from an earlier process: writes all that it ever said.
    int follow(BuildOrder order, String container, LogShipper log, Duration limit) {
        Sink sink = heard(order, log, limit);
        try {
            return engine.streams().follow(container, sink, limit);
        } catch (EngineException e) {
            throw fault(e, order, log);
        }
    }

    /// What comes before the source, in the same archive.
    private InputStream beginning(BuildOrder order, Builder builder, Optional<Path> artifacts) throws IOException {
        long uid = order.network().uid();
        InputStream prelude = new ByteArrayInputStream(Prelude.of(
                builder.downloads(),
                BuildVariables.ofOneBuild(order),
                order.buildEnvironment(),
                Prelude.readable(caBundle),
                uid));
        if (artifacts.isEmpty()) {
            return prelude;
        }
        long size = Files.size(artifacts.get());
        InputStream header =
                new ByteArrayInputStream(Prelude.header(builder.destination() + "/artifacts.tar", size, uid));
        InputStream filling = new ByteArrayInputStream(Prelude.filling(size));
        return new SequenceInputStream(
                Collections.enumeration(List.of(prelude, header, Files.newInputStream(artifacts.get()), filling)));
    }

    private int fed(
            BuildOrder order,
            Builder builder,
            String container,
            InputStream input,
            SourceStream source,
            Sink sink,
            LogShipper log,
            Duration limit)
            throws IOException {
        try {
            int exitCode = engine.streams().run(container, input, sink, limit);
            checkSource(orders, order, builder, source);
            return exitCode;
        } catch (EngineException e) {
            checkSource(orders, order, builder, source);
            throw fault(e, order, log);
        }
    }

    /// Writes to the log what the script says. Throws FailedBuild where no time is left to hear it.
    private static Sink heard(BuildOrder order, LogShipper log, Duration limit) {
        if (!limit.isPositive()) {
            throw timedOut(order, log);
        }
        return (_, bytes, offset, length) -> {
            KillPoint.ASSEMBLE_RUNS.reached();
            log.write(bytes, offset, length);
        };
    }

    /// Broken off with a platform that answers is the source's fault. Throws UnreachableException where it does
    /// not.
    static void checkSource(BuildOrders orders, BuildOrder order, Builder builder, SourceStream source)
            throws IOException {
        if (source.failure() != null) {
            orders.source(order, builder.destination()).close();
            throw new FailedBuild(FailureReason.FetchSourceFailed, "The source broke off: " + source.failure());
        }
    }

    /// What an engine's fault is to a build: its time was up, or just that fault.
    static RuntimeException fault(EngineException e, BuildOrder order, LogShipper log) {
        return e.kind() == EngineException.Kind.TIMEOUT ? timedOut(order, log) : e;
    }

    static FailedBuild timedOut(BuildOrder order, LogShipper log) {
        return new FailedBuild(
                FailureReason.BuildTimeout,
                "The build took longer than its timeout of "
                        + Duration.ofMillis(order.timeoutMillis()).toSeconds() + " seconds.",
                log.evidence());
    }

    /// Throws FailedBuild for an exit code other than 0.
    void check(BuildOrder order, String container, int exitCode, LogShipper log) {
        if (exitCode != 0) {
            throw failed(order, container, exitCode, log);
        }
    }

    private FailedBuild failed(BuildOrder order, String container, int exitCode, LogShipper log) {
        return outOfMemory(engine, order, container)
                ? outOfMemory(order, log)
                : new FailedBuild(
                        FailureReason.AssembleFailed,
                        "The assemble script ended with exit code " + exitCode + ".",
                        log.evidence());
    }

    static boolean outOfMemory(Engine engine, BuildOrder order, String container) {
        return BuildContainers.of(engine, order)
                .filter(status -> status.id().equals(container))
                .anyMatch(ContainerStatus::outOfMemory);
    }

    static FailedBuild outOfMemory(BuildOrder order, LogShipper log) {
        return new FailedBuild(
                FailureReason.OutOfMemoryKilled,
                "The build needed more than its " + (order.memoryBytes() >> 20) + " MiB of memory.",
                log.evidence());
    }
}

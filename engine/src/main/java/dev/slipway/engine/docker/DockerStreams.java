package dev.slipway.engine.docker;

import com.github.dockerjava.api.command.WaitContainerResultCallback;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

final class DockerStreams implements Streams {
    private final DockerClients clients;
    private final InstallationLabel label;
    private final DockerContainers containers;

    DockerStreams(DockerClients clients, InstallationLabel label, DockerContainers containers) {
        this.clients = clients;
        this.label = label;
        this.containers = containers;
    }

    @Override
    public int run(String container, InputStream input, Sink sink, Duration limit) {
        int life = containers.life().current();
        boolean runs = DockerContainers.runs(containers.requireOwn(container));
        if (runs && !containers.life().began(container)) {
            throw gone(container);
        }
        // Attached before it starts, else its first words are lost; those of one that runs already are in its log.
        // Never both: what it says while it starts would come twice.
        try (EngineStream stream = EngineStream.takeOver(
                clients.socket(),
                path(container, "attach?stream=1&stdin=1&stdout=1&stderr=1&logs=" + (runs ? 1 : 0)),
                "attach to container " + container)) {
            if (!runs) {
                containers.start(container);
            }
            return new Attachment(stream, container).await(input, sink, () -> exitCode(container, life), limit);
        }
    }

    /// Of one that may wait for the end of its input: only the process that feeds it can tell it.
    private int exitCode(String container, int life) {
        if (containers.life().current() != life) {
            throw gone(container);
        }
        return exitCode(container);
    }

    private static EngineException gone(String container) {
        return new EngineException(
                Kind.UNREACHABLE, "the engine that could feed container " + container + " has gone", null);
    }

    @Override
    public boolean takesInput(String container) {
        return containers.inspect(container).filter(DockerContainers::runs).isPresent()
                && containers.life().began(container);
    }

    @Override
    public int follow(String container, Sink sink, Duration limit) {
        containers.requireOwn(container);
        Retelling heard = new Retelling(sink);
        int exitCode;
        try (EngineStream stream = told(container, true)) {
            exitCode = new Attachment(stream, container)
                    .await(FrameDecoder.ofLog(heard), () -> exitCode(container), limit);
        }
        // Who follows a container to its end may miss its last words.
        try (EngineStream stream = told(container, false)) {
            FrameDecoder frames = FrameDecoder.ofLog(heard.again());
            for (ByteBuffer bytes = stream.next(); bytes != null; bytes = stream.next()) {
                frames.accept(bytes);
            }
        } catch (IOException e) {
            throw EngineFaults.unanswered("read the log of container " + container, e);
        }
        return exitCode;
    }

    /// The whole log with its times.
    private EngineStream told(String container, boolean follow) {
        String query = logQuery(new LogQuery(follow, -1, null)) + "&timestamps=1";
        return EngineStream.get(clients.socket(), path(container, query), "follow container " + container);
    }

    private int exitCode(String container) {
        return EngineFaults.asking(
                "wait for container " + container,
                () -> clients.patient()
                        .waitContainerCmd(container)
                        .exec(new WaitContainerResultCallback())
                        .awaitStatusCode());
    }

    @Override
    public Following logs(String container, LogQuery query, Sink sink) {
        containers.requireOwn(container);
        EngineStream stream = EngineStream.get(
                clients.socket(), path(container, logQuery(query)), "read the log of container " + container);
        return new Background("log-" + container, () -> pump(stream, sink), stream::close);
    }

    private static String logQuery(LogQuery query) {
        String since = query.since() == null ? "" : "&since=" + seconds(query.since());
        String tail = query.tail() < 0 ? "all" : Integer.toString(query.tail());
        return "logs?stdout=1&stderr=1&follow=" + (query.follow() ? 1 : 0) + "&tail=" + tail + since
                + (query.stamped() ? "&timestamps=1" : "");
    }

    static String seconds(Instant instant) {
        return "%d.%09d".formatted(instant.getEpochSecond(), instant.getNano());
    }

    private static void pump(EngineStream stream, Sink sink) {
        try (stream) {
            FrameDecoder frames = new FrameDecoder(sink);
            for (ByteBuffer bytes = stream.next(); bytes != null; bytes = stream.next()) {
                frames.accept(bytes);
            }
        } catch (IOException | UncheckedIOException _) {
            // Closed by whoever follows, at this end or at that of the sink, or the engine went away: either way this
            // is the end of it.
        }
    }

    @Override
    public Following ends(Consumer<String> container) {
        return new EndEvents(clients, label, container).follow();
    }

    private String path(String container, String rest) {
        return clients.prefix() + "/containers/" + container + "/" + rest;
    }
}

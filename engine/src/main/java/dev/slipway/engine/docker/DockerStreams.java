package dev.slipway.engine.docker;

import com.github.dockerjava.api.command.WaitContainerResultCallback;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

final class DockerStreams implements Streams {
    private static final int CHUNK = 64 << 10;

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
        containers.requireOwn(container);
        // Attached before it starts, else its first words are lost.
        try (EngineStream stream = EngineStream.takeOver(
                clients.socket(),
                path(container, "attach?stream=1&stdin=1&stdout=1&stderr=1"),
                "attach to container " + container)) {
            containers.start(container);
            return new Attachment(stream, container).await(input, sink, () -> exitCode(container), limit);
        }
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
    public Optional<byte[]> read(String container, String path, int limit) {
        containers.requireOwn(container);
        try (EngineStream stream = archive(container, path)) {
            return content(stream.body(), path, limit);
        } catch (EngineException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        } catch (IOException e) {
            throw EngineFaults.unanswered("read " + path + " of " + container, e);
        }
    }

    private EngineStream archive(String container, String path) {
        String query = "archive?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
        return EngineStream.get(clients.socket(), path(container, query), "read " + path + " of " + container);
    }

    @Override
    public boolean copy(String container, String path, OutputStream tar) {
        containers.requireOwn(container);
        try (EngineStream stream = archive(container, path)) {
            InputStream body = stream.body();
            byte[] chunk = new byte[CHUNK];
            for (int read = read(body, chunk, path); read >= 0; read = read(body, chunk, path)) {
                write(tar, chunk, read, path);
            }
            return true;
        } catch (EngineException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private static int read(InputStream body, byte[] chunk, String path) {
        try {
            return body.read(chunk);
        } catch (IOException e) {
            throw EngineFaults.unanswered("read " + path, e);
        }
    }

    private static void write(OutputStream tar, byte[] chunk, int length, String path) {
        try {
            tar.write(chunk, 0, length);
        } catch (IOException e) {
            throw new EngineException(Kind.FAILED, path + " cannot be kept: " + e.getMessage(), e);
        }
    }

    /// Of anything but a regular file nothing is read: a link would lead where the container's tenant likes.
    private static Optional<byte[]> content(InputStream archive, String path, int limit) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(archive);
        TarArchiveEntry entry = tar.getNextEntry();
        if (entry == null || !entry.isFile() || entry.isLink() || entry.isSymbolicLink()) {
            return Optional.empty();
        }
        if (entry.getSize() > limit) {
            throw new EngineException(
                    Kind.TOO_LARGE, path + " has " + entry.getSize() + " bytes, more than " + limit, null);
        }
        return Optional.of(tar.readNBytes(limit));
    }

    @Override
    public Following ends(Consumer<String> container) {
        return new EndEvents(clients, label, container).follow();
    }

    private String path(String container, String rest) {
        return clients.prefix() + "/containers/" + container + "/" + rest;
    }
}

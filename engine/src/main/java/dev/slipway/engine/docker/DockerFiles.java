package dev.slipway.engine.docker;

import dev.slipway.engine.ContainerFiles;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

final class DockerFiles implements ContainerFiles {
    private static final int CHUNK = 64 << 10;

    private final DockerClients clients;
    private final DockerContainers containers;

    DockerFiles(DockerClients clients, DockerContainers containers) {
        this.clients = clients;
        this.containers = containers;
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
        return EngineStream.get(
                clients.socket(),
                clients.prefix() + "/containers/" + container + "/" + query,
                "read " + path + " of " + container);
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
    public void put(String container, InputStream tar, Duration limit) {
        containers.requireOwn(container);
        EngineFaults.within(
                limit,
                "put files into container " + container,
                () -> clients.patient()
                        .copyArchiveToContainerCmd(container)
                        .withTarInputStream(tar)
                        .withRemotePath("/")
                        .exec());
    }
}

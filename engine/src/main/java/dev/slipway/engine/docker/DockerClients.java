package dev.slipway.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/// Two clients of one engine: calls for what is short, patient for what may take as long as it takes. What streams
/// goes through {@link EngineStream}.
final class DockerClients implements Closeable {
    /// The newest version of the engine's interface that the tests have met.
    private static final RemoteApiVersion TESTED = RemoteApiVersion.VERSION_1_41;

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
    private static final int MOST_CONNECTIONS = 200;

    private final Path socket;
    private final RemoteApiVersion version;
    private volatile Pair current;
    private Pair former;

    private DockerClients(Path socket, RemoteApiVersion version) {
        this.socket = socket;
        this.version = version;
        this.current = Pair.of(socket, version);
    }

    private record Pair(DockerClient calls, DockerClient patient) implements Closeable {
        static Pair of(Path socket, RemoteApiVersion version) {
            return new Pair(client(socket, version, CALL_LIMIT), client(socket, version, null));
        }

        @Override
        public void close() {
            EngineFaults.asking("close the connection", () -> {
                try (calls;
                        patient) {
                    return null;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    static DockerClients connect(Path socket) {
        Version met = EngineFaults.looking("connect to " + socket, () -> {
            try (DockerClient unversioned = client(socket, RemoteApiVersion.UNKNOWN_VERSION, CALL_LIMIT)) {
                return unversioned.versionCmd().exec();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return new DockerClients(socket, agreed(met.getApiVersion(), met.getMinAPIVersion()));
    }

    /// The tested version where the engine speaks it, else its nearest.
    static RemoteApiVersion agreed(String newest, String oldest) {
        if (oldest != null && RemoteApiVersion.parseConfig(oldest).isGreater(TESTED)) {
            return RemoteApiVersion.parseConfig(oldest);
        }
        RemoteApiVersion theirs = RemoteApiVersion.parseConfig(newest);
        return theirs.isGreater(TESTED) ? TESTED : theirs;
    }

    private static DockerClient client(Path socket, RemoteApiVersion version, Duration limit) {
        DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("unix://" + socket.toAbsolutePath())
                .withDockerTlsVerify(false)
                .withApiVersion(version)
                .build();
        return DockerClientImpl.getInstance(
                config,
                new ApacheDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .maxConnections(MOST_CONNECTIONS)
                        .connectionTimeout(CONNECT_LIMIT)
                        .responseTimeout(limit)
                        .build());
    }

    Path socket() {
        return socket;
    }

    DockerClient calls() {
        return current.calls();
    }

    DockerClient patient() {
        return current.patient();
    }

    /// The start of every request's target.
    String prefix() {
        return "/v" + version.getVersion();
    }

    /// When the engine has died: the connections that are kept lead nowhere, and what is sent on one and must not
    /// be sent twice fails. Those who still wait for an answer on one are told by its end; it is closed at the next
    /// death.
    synchronized void renew() {
        if (former != null) {
            former.close();
        }
        former = current;
        current = Pair.of(socket, version);
    }

    @Override
    public synchronized void close() {
        current.close();
        if (former != null) {
            former.close();
        }
    }
}

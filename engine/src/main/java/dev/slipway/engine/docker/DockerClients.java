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
record DockerClients(Path socket, String version, DockerClient calls, DockerClient patient) implements Closeable {
    /// The newest version of the engine's interface that the tests have met.
    private static final RemoteApiVersion TESTED = RemoteApiVersion.VERSION_1_41;

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
    private static final int MOST_CONNECTIONS = 200;

    static DockerClients connect(Path socket) {
        Version met = EngineFaults.looking("connect to " + socket, () -> {
            try (DockerClient unversioned = client(socket, RemoteApiVersion.UNKNOWN_VERSION, CALL_LIMIT)) {
                return unversioned.versionCmd().exec();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        RemoteApiVersion agreed = agreed(met.getApiVersion(), met.getMinAPIVersion());
        return new DockerClients(
                socket, agreed.getVersion(), client(socket, agreed, CALL_LIMIT), client(socket, agreed, null));
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

    /// The start of every request's target.
    String prefix() {
        return "/v" + version;
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

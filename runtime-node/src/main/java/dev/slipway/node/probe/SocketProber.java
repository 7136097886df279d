package dev.slipway.node.probe;

import dev.slipway.model.application.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;

/// Asks from the host over TCP or HTTP. Every asking uses a connection of its own: addresses pass from one
/// container to the next. The body of an answer is never read, so that its size does not matter.
public final class SocketProber implements Prober, AutoCloseable {
    private static final Duration ACCEPTING = Duration.ofSeconds(1);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final byte[] GREETING =
            "HEAD / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: slipway-probe\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    @Override
    public ProbeResult ask(Probe probe, String address, Integer port) {
        Integer asked = port(probe, port);
        if (probe.exec() != null) {
            return ProbeResult.unwell("this node cannot run commands as probes; use http or tcp");
        }
        if (asked == null) {
            return ProbeResult.unwell("neither the probe nor the process names a port");
        }
        return probe.http() == null ? connect(probe, address, asked) : request(probe, address, asked);
    }

    /// The port that is asked: the probe's own, else that of the process; null where neither has one.
    public static Integer port(Probe probe, Integer port) {
        Integer own = probe.http() != null
                ? probe.http().port()
                : probe.tcp() != null ? probe.tcp().port() : null;
        return own == null ? port : own;
    }

    private static ProbeResult connect(Probe probe, String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address, port), (int) probe.timeout().toMillis());
            return ProbeResult.WELL;
        } catch (IOException refused) {
            return ProbeResult.unwell("port " + port + " accepts no connection: " + refused.getMessage());
        }
    }

    @Override
    public Greeting greet(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) ACCEPTING.toMillis());
            return greeting(socket);
        } catch (IOException refused) {
            return Greeting.REFUSED;
        }
    }

    private static Greeting greeting(Socket socket) {
        try {
            socket.setSoTimeout((int) SILENCE.toMillis());
            socket.getOutputStream().write(GREETING);
            return socket.getInputStream().read() < 0 ? Greeting.CLOSED : Greeting.ANSWERED;
        } catch (SocketTimeoutException busy) {
            return Greeting.SILENT;
        } catch (IOException reset) {
            return Greeting.CLOSED;
        }
    }

    private ProbeResult request(Probe probe, String address, int port) {
        String path = probe.http().path();
        try {
            HttpRequest request = HttpRequest.newBuilder(target(address, port, path))
                    .timeout(probe.timeout())
                    .header("User-Agent", "slipway-probe")
                    .build();
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            response.body().close();
            int status = response.statusCode();
            return status >= 200 && status < 400
                    ? ProbeResult.WELL
                    : ProbeResult.unwell("GET " + path + " on port " + port + " was answered " + status);
        } catch (IOException | URISyntaxException failed) {
            return ProbeResult.unwell("GET " + path + " on port " + port + " failed: " + failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return ProbeResult.unwell("interrupted");
        }
    }

    private static URI target(String address, int port, String path) throws URISyntaxException {
        String asked = path == null || path.isEmpty() ? "/" : path;
        return new URI("http://" + address + ":" + port + (asked.startsWith("/") ? asked : "/" + asked));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

package dev.slipway.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.Streams.Following;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// The engine's word about containers that ended, listened to until closed, across restarts of the engine.
final class EndEvents {
    private static final System.Logger LOG = System.getLogger(EndEvents.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECONDS_BETWEEN_TRIES = 1;

    private final DockerClients clients;
    private final InstallationLabel label;
    private final Consumer<String> container;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<EngineStream> stream = new AtomicReference<>();

    EndEvents(DockerClients clients, InstallationLabel label, Consumer<String> container) {
        this.clients = clients;
        this.label = label;
        this.container = container;
    }

    /// Returns when it listens. Throws EngineException when nobody answers now.
    Following follow() {
        stream.set(open(Instant.now()));
        return new Background("engine-events", this::listen, this::close);
    }

    private EngineStream open(Instant since) {
        return EngineStream.get(
                clients.socket(),
                clients.prefix() + target(filters()) + "&since=" + DockerStreams.seconds(since),
                "listen to events");
    }

    private Map<String, List<String>> filters() {
        return Map.of(
                "type", List.of("container"),
                "event", List.of("die"),
                "label", List.of(InstallationLabel.NAME + "=" + label.installation()));
    }

    /// Of a stream of the events that pass all filters.
    static String target(Map<String, List<String>> filters) {
        try {
            return "/events?filters=" + URLEncoder.encode(JSON.writeValueAsString(filters), StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void listen() {
        while (closed.getCount() > 0) {
            Instant lost = Instant.now();
            EngineStream current = stream.get();
            if (current != null) {
                lost = hear(current);
            }
            reopen(lost);
        }
    }

    /// Until the stream ends; returns when that was.
    private Instant hear(EngineStream current) {
        try (current;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(current.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                tell(line);
            }
        } catch (IOException _) {
            // Closed by us, or the engine went away; the loop knows which.
        }
        return Instant.now();
    }

    private void tell(String line) throws IOException {
        JsonNode id = JSON.readTree(line).path("Actor").path("ID");
        try {
            container.accept(id.asText());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a listener failed on the end of container " + id.asText(), e);
        }
    }

    private void reopen(Instant since) {
        try {
            if (!closed.await(SECONDS_BETWEEN_TRIES, TimeUnit.SECONDS)) {
                stream.set(open(since));
                endIfClosed();
            }
        } catch (InterruptedException _) {
            closed.countDown();
        } catch (EngineException _) {
            stream.set(null);
        }
    }

    private void close() {
        closed.countDown();
        endIfClosed();
    }

    private void endIfClosed() {
        EngineStream current = stream.get();
        if (closed.getCount() == 0 && current != null) {
            current.close();
        }
    }
}

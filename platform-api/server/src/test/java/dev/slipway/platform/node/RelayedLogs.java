package dev.slipway.platform.node;

import dev.slipway.model.assignment.LogRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A node that hands out made-up logs.
public final class RelayedLogs {
    private static final Duration LONG = Duration.ofSeconds(20);

    private RelayedLogs() {}

    /// Answers so many requests, one after another, with what log says of the instance.
    public static Void answer(LogRelay relay, String node, int requests, UnaryOperator<String> log)
            throws InterruptedException {
        for (int i = 0; i < requests; i++) {
            LogRequest request = relay.next(node, LONG).orElseThrow();
            byte[] bytes = log.apply(request.instance()).getBytes(StandardCharsets.UTF_8);
            relay.deliver(request.id(), new ByteArrayInputStream(bytes));
        }
        return null;
    }

    /// Answers one request with what log says of it.
    public static Void answerAsked(LogRelay relay, String node, Function<LogRequest, String> log)
            throws InterruptedException {
        LogRequest request = relay.next(node, LONG).orElseThrow();
        relay.deliver(request.id(), new ByteArrayInputStream(log.apply(request).getBytes(StandardCharsets.UTF_8)));
        return null;
    }

    /// Answers one request with these lines, and dies.
    public static void breakOff(LogRelay relay, String node, String lines) throws InterruptedException {
        LogRequest request = relay.next(node, LONG).orElseThrow();
        InputStream death = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the node's connection was reset");
            }
        };
        relay.deliver(
                request.id(),
                new SequenceInputStream(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), death));
    }
}

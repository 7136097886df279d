package dev.slipway.platform.node;

import dev.slipway.model.assignment.LogRequest;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Brings logs of instances from their nodes to callers. A node cannot be dialled: it takes requests by a long poll
/// and answers each with a request of its own. In memory: caller and node must speak to the same platform process.
@Singleton
public class LogRelay {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_WAITING = 200;
    private static final long LOOK_NANOS = 200_000_000;

    private final Map<String, BlockingQueue<LogRequest>> queues = new ConcurrentHashMap<>();
    private final Map<String, LogStream> unanswered = new ConcurrentHashMap<>();
    private final Duration patience;
    private volatile boolean ended;

    @Inject
    public LogRelay() {
        this(PATIENCE);
    }

    /// patience is how long a node may take to answer.
    LogRelay(Duration patience) {
        this.patience = patience;
    }

    /// As {@link #open}, copied to out until the log ends.
    public void stream(String instance, String node, boolean follow, int tail, long since, OutputStream out)
            throws IOException, InterruptedException {
        try (LogStream log = open(instance, node, follow, tail, since)) {
            log.copyTo(out);
        }
    }

    /// Asks the node for an instance's log and waits until it answers. tail below 0 means all lines; since is epoch
    /// seconds, 0 for all. Throws UNAVAILABLE where the node does not answer within 10 s. Close what is returned.
    public LogStream open(String instance, String node, boolean follow, int tail, long since)
            throws InterruptedException {
        return open(node, new LogRequest(UUID.randomUUID().toString(), instance, follow, tail, since));
    }

    /// The same to its end and with the time before each line, from what was written at the given time.
    public LogStream openStamped(String instance, String node, int tail, Instant since) throws InterruptedException {
        return open(
                node,
                new LogRequest(
                        UUID.randomUUID().toString(),
                        instance,
                        true,
                        tail,
                        since.getEpochSecond(),
                        since.getNano(),
                        true));
    }

    private LogStream open(String node, LogRequest request) throws InterruptedException {
        LogStream stream = new LogStream();
        unanswered.put(request.id(), stream);
        boolean open = false;
        try {
            open = queue(node).offer(request) && (stream.answered(patience) || unanswered.remove(request.id()) == null);
        } finally {
            unanswered.remove(request.id());
            queue(node).remove(request);
            if (!open) {
                stream.close();
            }
        }
        if (!open) {
            throw unavailable(node);
        }
        return stream;
    }

    private static PlatformException unavailable(String node) {
        return PlatformException.of(
                ErrorCode.UNAVAILABLE,
                "Node \"" + node + "\" does not hand out logs just now.",
                "Try again in a few seconds; GET /api/v1/nodes shows whether the node is well.");
    }

    /// What callers wait for, for the node's long poll.
    Optional<LogRequest> next(String node, Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        LogRequest request = queue(node).poll();
        for (long left = wait.toNanos(); request == null && left > 0 && !ended; left = end - System.nanoTime()) {
            request = queue(node).poll(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS);
        }
        return Optional.ofNullable(request);
    }

    /// The process ends: no node is kept waiting any more.
    public void end() {
        ended = true;
    }

    /// The node's answer: returns when the caller is done with it. Whether the body was read to its end. Throws
    /// NOT_FOUND where nobody waits for it any more.
    boolean deliver(String id, InputStream body) throws InterruptedException {
        LogStream stream = unanswered.remove(id);
        if (stream == null) {
            throw PlatformException.of(ErrorCode.NOT_FOUND, "Nobody waits for this log any more.", "Drop it.");
        }
        return stream.feed(body);
    }

    private BlockingQueue<LogRequest> queue(String node) {
        return queues.computeIfAbsent(node, _ -> new LinkedBlockingQueue<>(MOST_WAITING));
    }
}

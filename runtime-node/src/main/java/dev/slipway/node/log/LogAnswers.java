package dev.slipway.node.log;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.Streams.Following;
import dev.slipway.engine.Streams.LogQuery;
import dev.slipway.model.assignment.LogRequest;
import dev.slipway.node.agent.Labels;
import dev.slipway.node.platform.ControlPlane;
import dev.slipway.node.platform.PlatformRefusal;
import dev.slipway.node.platform.PlatformUnreachable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Answers requests for logs, at most 64 at once, each on a virtual thread of its own. An instance that this node
/// does not hold is answered with an empty log.
public final class LogAnswers implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int AT_ONCE = 64;
    private static final System.Logger LOG = System.getLogger(LogAnswers.class.getName());

    private final ControlPlane platform;
    private final Engine engine;
    private final Semaphore open = new Semaphore(AT_ONCE);
    private final Thread thread = Thread.ofVirtual().name("log-requests").unstarted(this::run);

    public LogAnswers(ControlPlane platform, Engine engine) {
        this.platform = platform;
        this.engine = engine;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                open.acquire();
                Optional<LogRequest> request = nextOrPause();
                if (request.isEmpty()) {
                    open.release();
                } else {
                    answerApart(request.get());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<LogRequest> nextOrPause() throws InterruptedException {
        try {
            return platform.logRequest(WAIT);
        } catch (PlatformUnreachable | PlatformRefusal away) {
            Thread.sleep(AFTER_FAILURE);
            return Optional.empty();
        }
    }

    private void answerApart(LogRequest request) {
        Thread.ofVirtual().name("log-" + request.instance()).start(() -> {
            try {
                answer(request);
            } catch (PlatformUnreachable | PlatformRefusal | EngineException ended) {
                LOG.log(System.Logger.Level.DEBUG, "log of " + request.instance(), ended);
            } finally {
                open.release();
            }
        });
    }

    private void answer(LogRequest request) {
        LogPipe pipe = new LogPipe();
        Optional<ContainerStatus> container = engine.containers().list(Labels.ofInstance(request.instance())).stream()
                .findFirst();
        if (container.isEmpty()) {
            pipe.end();
            platform.answerLog(request.id(), pipe);
            return;
        }
        try (Following following = follow(container.get().id(), request, pipe)) {
            Thread.ofVirtual().start(() -> endWith(following, pipe));
            platform.answerLog(request.id(), pipe);
        } finally {
            pipe.close();
        }
    }

    private Following follow(String container, LogRequest request, LogPipe pipe) {
        Instant since = request.since() <= 0 ? null : Instant.ofEpochSecond(request.since(), request.nanos());
        LogQuery query = new LogQuery(request.follow(), request.tail(), since, request.stamped());
        return engine.streams().logs(container, query, (_, bytes, offset, length) -> {
            try {
                pipe.write(bytes, offset, length);
            } catch (IOException unread) {
                throw new UncheckedIOException(unread);
            }
        });
    }

    private static void endWith(Following following, LogPipe pipe) {
        try {
            following.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            LOG.log(System.Logger.Level.DEBUG, "a log broke off", broken);
        } finally {
            pipe.end();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

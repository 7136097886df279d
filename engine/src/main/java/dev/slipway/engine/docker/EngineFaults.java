package dev.slipway.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Turns what the client throws into the port's own exception.
final class EngineFaults {
    private static final Duration LOOK_LIMIT = Duration.ofSeconds(10);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private EngineFaults() {}

    /// doing completes the sentence "the engine could not ...".
    static <T> T asking(String doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (EngineException e) {
            throw e;
        } catch (DockerException e) {
            throw fault(e.getHttpStatus(), doing, e.getMessage(), e);
        } catch (RuntimeException e) {
            throw unanswered(doing, e);
        }
    }

    /// A question, which an engine that is well answers at once. Throws EngineException of kind TIMEOUT after 10 s.
    static <T> T looking(String doing, Supplier<T> call) {
        return within(LOOK_LIMIT, doing, call);
    }

    /// What is short. Throws EngineException of kind TIMEOUT after a minute.
    static <T> T calling(String doing, Supplier<T> call) {
        return within(CALL_LIMIT, doing, call);
    }

    /// The client's own time limits do not hold on a unix socket. Interruption closes the connection.
    static <T> T within(Duration limit, String doing, Supplier<T> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread asker = Thread.ofVirtual().name("engine-call").start(() -> {
            try {
                answer.complete(asking(doing, call));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            asker.interrupt();
            throw new EngineException(
                    Kind.TIMEOUT,
                    "the engine could not " + doing + ": no answer within " + limit.toSeconds() + " s",
                    e);
        } catch (InterruptedException e) {
            asker.interrupt();
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.INTERRUPTED, "interrupted while the engine was to " + doing, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /// message has the engine's answer, perhaps with what the client puts around it.
    static EngineException fault(int status, String doing, String message, Throwable cause) {
        String words = words(message == null ? "" : message.strip());
        return new EngineException(kind(status, words), "the engine could not " + doing + ": " + words, cause);
    }

    private static String words(String text) {
        int answer = text.indexOf("{\"message\":");
        try {
            return answer < 0
                    ? text
                    : JSON.readTree(text.substring(answer)).path("message").asText(text);
        } catch (JsonProcessingException _) {
            return text;
        }
    }

    static EngineException unanswered(String doing, Throwable cause) {
        return new EngineException(kind(cause), "the engine could not " + doing + ": " + root(cause), cause);
    }

    private static Kind kind(int status, String message) {
        return switch (status) {
            case 404 -> message.contains("No such image") ? Kind.IMAGE_MISSING : Kind.NOT_FOUND;
            case 409 -> Kind.CONFLICT;
            case 403 ->
                message.matches("(?s).*(overlap|conflicts with network|active endpoints|already exists).*")
                        ? Kind.CONFLICT
                        : Kind.FAILED;
            default -> Kind.FAILED;
        };
    }

    private static Kind kind(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SocketTimeoutException _ -> {
                    return Kind.TIMEOUT;
                }
                case ClosedByInterruptException _, InterruptedIOException _, InterruptedException _ -> {
                    return Kind.INTERRUPTED;
                }
                case IOException _ -> {
                    return Kind.UNREACHABLE;
                }
                default -> {}
            }
        }
        return Kind.FAILED;
    }

    private static String root(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }
}

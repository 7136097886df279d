package dev.slipway.platform.http;

import dev.slipway.model.event.Bell;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// All streams of server-sent events under way: at most 20 of one user, and none of them keeps the platform from
/// stopping.
@Startup
@Singleton
public class EventStreams {
    public static final int MOST_OF_ONE_USER = 20;
    private static final Duration QUIET = Duration.ofSeconds(15);

    /// Then the reader comes back and has to sign in again: a user may have been removed meanwhile.
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Bell bell;
    private final Duration quiet;
    private final Map<UUID, Integer> open = new ConcurrentHashMap<>();
    private final Thread atExit = new Thread(this::end);
    private volatile boolean ending;

    @Inject
    EventStreams(Bell bell) {
        this(bell, QUIET);
    }

    EventStreams(Bell bell, Duration quiet) {
        this.bell = bell;
        this.quiet = quiet;
        // Quarkus waits for open answers before it tells anybody that it stops; these would never end by themselves.
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    void onStop(@Observes ShutdownEvent stopped) {
        end();
    }

    private void end() {
        ending = true;
        bell.ring(Bell.Topic.values());
    }

    /// What is written to one reader, until it is told or the stream is over.
    @FunctionalInterface
    public interface Story {
        void tell(EventStream stream) throws IOException, InterruptedException;
    }

    /// Whether the client asks for events rather than for a document.
    public static boolean asked(HttpHeaders headers) {
        return headers.getAcceptableMediaTypes().stream()
                .anyMatch(type -> !type.isWildcardType()
                        && !type.isWildcardSubtype()
                        && type.isCompatible(MediaType.SERVER_SENT_EVENTS_TYPE));
    }

    /// The story as an answer; its reader's connection ends it, and the end of the reader's token (null for none).
    /// Throws RATE_LIMITED where the user has too many.
    public Response answer(RoutingContext connection, UUID user, Instant until, Story story) {
        AtomicBoolean gone = new AtomicBoolean();
        Runnable leaving = () -> {
            if (gone.compareAndSet(false, true)) {
                leave(user);
            }
        };
        Instant latest = Instant.now().plus(LONGEST);
        Instant end = until == null || until.isAfter(latest) ? latest : until;
        take(user);
        Departure.then(connection, leaving);
        StreamingOutput events = out -> {
            try {
                story.tell(new EventStream(out, quiet, () -> gone.get() || ending || past(end)));
            } catch (PlatformException _) {
                // What is told was removed, or the reader may no longer see it: asked again, it is told so.
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("the stream was cut off").initCause(e);
            } finally {
                leaving.run();
            }
        };
        return Response.ok(events, MediaType.SERVER_SENT_EVENTS_TYPE)
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private static boolean past(Instant end) {
        return Instant.now().isAfter(end);
    }

    private void take(UUID user) {
        if (open.merge(user, 1, Integer::sum) > MOST_OF_ONE_USER) {
            leave(user);
            throw PlatformException.of(
                    ErrorCode.RATE_LIMITED,
                    "You have " + MOST_OF_ONE_USER + " event streams open; more are not given to one user.",
                    "Close one of them first.");
        }
    }

    private void leave(UUID user) {
        open.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
    }
}

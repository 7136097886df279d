package dev.slipway.platform.http;

import dev.slipway.database.Outage;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import io.quarkus.runtime.Startup;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Requests that wait for what they started. Each looks again when what users watch has changed; at most {@link #MOST}
/// wait at a time, and one more is answered as if it had not asked to.
@Startup
@Singleton
public class Waits {
    static final int MOST = 100;
    /// A lost ring costs no more than this.
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Bell bell;
    private final Consumer<Runnable> whenGone;
    private final Semaphore places = new Semaphore(MOST);
    private volatile boolean ending;

    @Inject
    Waits(Bell bell, Instance<RoutingContext> connection) {
        this(bell, gone -> Departure.then(connection.get(), gone));
        // Quarkus waits for answers under way before it tells anybody that it stops.
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    }

    /// whenGone takes what shall be run once the client of the present request has gone.
    Waits(Bell bell, Consumer<Runnable> whenGone) {
        this.bell = bell;
        this.whenGone = whenGone;
    }

    void end() {
        ending = true;
        bell.ring(Topic.STATUS);
    }

    /// How it stands once it is reached, or after the limit; at once where nobody asked to wait, where too many do
    /// already, when the client has gone or the platform stops.
    public <T> Waited<T> until(Patience patience, Supplier<T> look, Predicate<T> reached) throws InterruptedException {
        if (!patience.asked() || !places.tryAcquire()) {
            return new Waited<>(look.get(), false);
        }
        try {
            return waited(patience.limit(), look, reached);
        } finally {
            places.release();
        }
    }

    private <T> Waited<T> waited(Duration limit, Supplier<T> look, Predicate<T> reached) throws InterruptedException {
        AtomicBoolean gone = new AtomicBoolean();
        whenGone.accept(() -> {
            gone.set(true);
            bell.ring(Topic.STATUS);
        });
        long end = System.nanoTime() + limit.toNanos();
        long seen = bell.count(Topic.STATUS);
        Optional<T> now = unlessAway(look);
        while (!now.map(reached::test).orElse(false)) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (!left.isPositive() || gone.get() || ending || !rests(seen, left)) {
                return new Waited<>(now.orElseGet(look), false);
            }
            seen = bell.count(Topic.STATUS);
            Optional<T> before = now;
            now = unlessAway(look).or(() -> before);
        }
        return new Waited<>(now.orElseThrow(), true);
    }

    /// False when the platform ends.
    private boolean rests(long seen, Duration left) throws InterruptedException {
        try {
            bell.await(Topic.STATUS, seen, left.compareTo(LOOK) < 0 ? left : LOOK);
            return true;
        } catch (InterruptedException e) {
            if (bell.ended()) {
                return false;
            }
            throw e;
        }
    }

    /// What was started is started: that the database is away for a moment must not be the answer.
    private static <T> Optional<T> unlessAway(Supplier<T> look) {
        return Outage.orEmpty(() -> Optional.of(look.get()));
    }
}

package dev.slipway.scheduler;

import dev.slipway.database.Database;
import dev.slipway.model.event.Bell;
import dev.slipway.scheduler.apply.PlanApplier;
import dev.slipway.scheduler.reconcile.Reconciler;
import dev.slipway.scheduler.snapshot.SnapshotStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Turns whenever the cluster changed and at least every period, in a process that has the role of a scheduler.
@ApplicationScoped
public class SchedulerLoop {
    private static final Logger LOG = Logger.getLogger(SchedulerLoop.class);
    /// So that it goes on soon after a database that was away is back.
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final boolean schedules;
    private final Duration period;
    private final Bell bell;
    private final SchedulerTurn turn;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Instant lastTurn;
    private Thread thread;
    private int failures;

    @Inject
    public SchedulerLoop(
            SchedulerConfig config,
            @ConfigProperty(name = "slipway.roles", defaultValue = "platform") Set<String> roles,
            @Named("loops") Database database,
            Bell bell) {
        this.schedules = roles.contains("platform") || roles.contains("schedule");
        this.period = config.period();
        this.bell = bell;
        this.turn = new SchedulerTurn(
                new SnapshotStore(database, config.diskLimit()),
                new Reconciler(config.nodeLease()),
                new PlanApplier(database, bell),
                longestGap(config));
    }

    private static Duration longestGap(SchedulerConfig config) {
        Duration half = config.nodeLease().dividedBy(2);
        Duration threePeriods = config.period().multipliedBy(3);
        return half.compareTo(threePeriods) > 0 ? half : threePeriods;
    }

    /// When the last turn ended well; empty before the first, and always where this process does not schedule.
    public Optional<Instant> lastTurn() {
        return Optional.ofNullable(lastTurn);
    }

    public boolean schedules() {
        return schedules;
    }

    void start(@Observes StartupEvent event) {
        if (schedules) {
            thread = Thread.ofVirtual().name("scheduler").start(this::turnUntilStopped);
        }
    }

    /// Lets a turn under way end: an interrupt would close its connection to the database.
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        bell.ring(Bell.Topic.CLUSTER);
        if (thread != null && !thread.join(Duration.ofSeconds(5))) {
            thread.interrupt();
        }
    }

    private void turnUntilStopped() {
        try {
            while (stopped.getCount() > 0) {
                long seen = bell.count(Bell.Topic.CLUSTER);
                if (!turned()) {
                    rest(seen);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Until the cluster changes or the period is over; after failures for longer each time, whatever changes.
    private void rest(long seen) throws InterruptedException {
        if (failures == 0) {
            bell.await(Bell.Topic.CLUSTER, seen, period);
            return;
        }
        Duration longer = period.multipliedBy(1L << Math.min(failures, 10));
        Duration pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private boolean turned() {
        try {
            boolean changed = turn.take();
            if (failures > 0) {
                LOG.infof("Scheduling again after %d failed turns", failures);
            }
            failures = 0;
            lastTurn = Instant.now();
            return changed;
        } catch (RuntimeException e) {
            if (failures++ == 0) {
                LOG.error("A turn of the scheduler failed; it tries again", e);
            }
            return false;
        }
    }
}

package dev.slipway.node.agent;

import dev.slipway.model.assignment.Inventory;
import dev.slipway.model.assignment.Observation;
import dev.slipway.model.assignment.Observation.Orders;
import dev.slipway.node.platform.ControlPlane;
import dev.slipway.node.platform.PlatformRefusal;
import dev.slipway.node.platform.PlatformUnreachable;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Tells the platform what the node holds: at once at every change, at least every 5 s. The answer may order
/// containers away, and says which images to look for.
final class ObservationReport implements AutoCloseable {
    static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration INVENTORY = Duration.ofMinutes(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);
    private static final int UNKNOWN_NODE = 404;
    private static final System.Logger LOG = System.getLogger(ObservationReport.class.getName());

    private final ControlPlane platform;
    private final Registration registration;
    private final AgentState state;
    private final Supplier<Observation> observation;
    private final Supplier<Optional<Inventory>> inventory;
    private final DesiredStateFile file;
    private final Signal changes;
    private final Runnable ordered;
    private final Thread thread = Thread.ofVirtual().name("observations").unstarted(this::run);
    private Observation told;
    private long toldAt;
    private Inventory inventoryTold;
    private long inventoryToldAt;

    ObservationReport(
            ControlPlane platform,
            Registration registration,
            AgentState state,
            Supplier<Observation> observation,
            Supplier<Optional<Inventory>> inventory,
            DesiredStateFile file,
            Signal changes,
            Runnable ordered) {
        this.platform = platform;
        this.registration = registration;
        this.state = state;
        this.observation = observation;
        this.inventory = inventory;
        this.file = file;
        this.changes = changes;
        this.ordered = ordered;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long seen = changes.count();
                reportOrPause();
                changes.await(seen, untilHeartbeat());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void reportOrPause() throws InterruptedException {
        if (registration.welcome().isEmpty()) {
            Thread.sleep(AFTER_FAILURE.dividedBy(20));
            changes.ring();
            return;
        }
        try {
            report();
        } catch (PlatformUnreachable away) {
            // The poll for assignments says so in the log.
            pauseAndRepeat();
        } catch (PlatformRefusal refusal) {
            LOG.log(System.Logger.Level.WARNING, refusal.getMessage());
            if (refusal.status() == UNKNOWN_NODE) {
                introduceAgain();
            }
            pauseAndRepeat();
        }
    }

    private void report() {
        Observation now = observation.get();
        Optional<Inventory> news = inventoryNews(now);
        if (now.equals(told) && news.isEmpty() && untilHeartbeat().isPositive()) {
            return;
        }
        Orders orders = platform.observe(now.with(news.orElse(null)));
        told = now;
        toldAt = System.nanoTime();
        news.ifPresent(this::toldInventory);
        registration.askedFor(orders.builders());
        if (orders.remove() != null && state.order(orders.remove())) {
            state.lasting().ifPresent(file::save);
            ordered.run();
        }
    }

    /// What the node holds, when it has changed, when another database asks, and once a minute.
    private Optional<Inventory> inventoryNews(Observation now) {
        boolean stale = told == null
                || told.incarnation() != now.incarnation()
                || System.nanoTime() - inventoryToldAt > INVENTORY.toNanos();
        return inventory.get().filter(held -> stale || !held.equals(inventoryTold));
    }

    private void toldInventory(Inventory held) {
        inventoryTold = held;
        inventoryToldAt = System.nanoTime();
    }

    private void introduceAgain() {
        try {
            registration.register();
        } catch (PlatformUnreachable | PlatformRefusal later) {
            LOG.log(System.Logger.Level.WARNING, later.getMessage());
        }
    }

    private void pauseAndRepeat() throws InterruptedException {
        told = null;
        Thread.sleep(AFTER_FAILURE);
        changes.ring();
    }

    private Duration untilHeartbeat() {
        return told == null ? Duration.ZERO : HEARTBEAT.minusNanos(System.nanoTime() - toldAt);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(LONGEST_END);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

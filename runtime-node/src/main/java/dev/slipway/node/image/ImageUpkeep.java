package dev.slipway.node.image;

import dev.slipway.build.cache.Caches;
import dev.slipway.build.dependency.DependencyLayers;
import dev.slipway.build.dockerfile.DockerfileSteps;
import dev.slipway.build.sandbox.Sandboxes;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.assignment.Inventory;
import dev.slipway.model.assignment.Upkeep;
import dev.slipway.model.assignment.Upkeep.ImageOrder;
import dev.slipway.model.assignment.Upkeep.NetworkOrder;
import dev.slipway.node.image.ImageStore.Kept;
import dev.slipway.node.network.TenantNetworks;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Carries out what the platform orders about images and networks, one at a time, and says what the node holds.
/// Level- based: orders come again until the inventory shows that they are done. Nothing that a container uses
/// is removed; what is not ordered away stays.
public final class ImageUpkeep implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration COLLECTION = Duration.ofMinutes(1);
    /// As long as somebody needs who pushes again at once.
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration LONGEST_DEFERRAL = Duration.ofSeconds(30);
    private static final System.Logger LOG = System.getLogger(ImageUpkeep.class.getName());

    private final Engine engine;
    private final ImageStore store;
    private final TenantNetworks networks;
    private final Supplier<Upkeep> orders;
    private final BooleanSupplier busy;
    private final Runnable changed;
    private final Thread thread = Thread.ofVirtual().name("image-upkeep").unstarted(this::run);
    private volatile Inventory inventory;
    /// While the engine removes layers of many files it commits no image: that takes seconds.
    private final Patience removals = new Patience(REST, LONGEST_DEFERRAL);
    private final Patience copies = new Patience(Duration.ZERO, LONGEST_DEFERRAL);
    private long collectedAt = System.nanoTime() - COLLECTION.toNanos();

    /// orders are those of now; busy says that instances are being started or stopped, so copies and removals wait;
    /// changed is called when there is another inventory.
    public ImageUpkeep(
            Engine engine,
            ImageStore store,
            TenantNetworks networks,
            Supplier<Upkeep> orders,
            BooleanSupplier busy,
            Runnable changed) {
        this.engine = engine;
        this.store = store;
        this.networks = networks;
        this.orders = orders;
        this.busy = busy;
        this.changed = changed;
    }

    public void start() {
        thread.start();
    }

    /// Look again soon: there may be new orders.
    public void ring() {
        LockSupport.unpark(thread);
    }

    /// Empty until the engine was asked first.
    public Optional<Inventory> inventory() {
        return Optional.ofNullable(inventory);
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                turn();
            } catch (EngineException away) {
                LOG.log(System.Logger.Level.DEBUG, "images and networks are looked after later", away);
            } catch (IOException | RuntimeException failure) {
                LOG.log(System.Logger.Level.WARNING, "looking after images failed and is tried again", failure);
            }
            LockSupport.parkNanos(PERIOD.toNanos());
        }
    }

    /// One look, and every order that can be carried out now.
    void turn() throws IOException {
        look();
        boolean busyNow =
                busy.getAsBoolean() || !Sandboxes.builds(engine, Map.of()).isEmpty();
        removals.saw(busyNow, Instant.now());
        copies.saw(busyNow, Instant.now());
        Upkeep now = orders.get();
        now.removeNetworks().forEach(this::removeNetwork);
        if (!now.remove().isEmpty() && removals.mayBegin(Instant.now())) {
            for (ImageOrder order : now.remove()) {
                remove(order);
            }
            removals.done();
        }
        now.unload().forEach(this::unload);
        // The platform orders it until it has heard of it.
        Optional<ImageOrder> next =
                now.store().stream().filter(order -> !stored(order)).findFirst();
        if (next.isPresent() && copies.mayBegin(Instant.now())) {
            store(next.get());
        }
        collectNowAndThen();
    }

    private void collectNowAndThen() throws IOException {
        if (System.nanoTime() - collectedAt >= COLLECTION.toNanos()) {
            store.collect();
            collectedAt = System.nanoTime();
        }
    }

    private void look() {
        List<ImageDescription> images = engine.images().list(Map.of());
        List<ImageDescription> ours = images.stream()
                .filter(image -> !DependencyLayers.is(image) && !DockerfileSteps.is(image))
                .toList();
        Inventory now = Inventories.of(ours, store.list(), networks.numbers());
        if (!now.equals(inventory)) {
            inventory = now;
            changed.run();
        }
    }

    private void removeNetwork(NetworkOrder order) {
        try {
            Sandboxes.removeOf(engine, order.network());
            DependencyLayers.removeOf(engine, order.network());
            DockerfileSteps.removeOf(engine, order.network());
            Caches.removeOf(engine, order.network());
            networks.remove(order.network());
            done("network of project " + order.network() + " removed", order.id());
        } catch (EngineException used) {
            later("network of project " + order.network(), used);
        }
    }

    private void remove(ImageOrder order) throws IOException {
        if (taken(order)) {
            store.remove(order.image());
            done("image " + order.image() + " removed", order.id());
        }
    }

    /// Only what can be loaded again.
    private void unload(ImageOrder order) {
        if (stored(order) && taken(order)) {
            done("image " + order.image() + " unloaded", order.id());
        }
    }

    private boolean stored(ImageOrder order) {
        return store.list().stream().anyMatch(image -> image.image().equals(order.image()));
    }

    /// Whether the engine no longer has it.
    private boolean taken(ImageOrder order) {
        try {
            engine.images().remove(order.image());
            return engine.images().inspect(order.image()).isEmpty();
        } catch (EngineException used) {
            later("image " + order.image(), used);
            return false;
        }
    }

    private void store(ImageOrder order) throws IOException {
        Optional<ImageDescription> image = engine.images().inspect(order.image());
        if (image.isEmpty()) {
            return;
        }
        String tag = image.get().tags().stream().sorted().findFirst().orElse(null);
        Kept kept = store.put(order.image(), tag, engine.transfer());
        done("image " + order.image() + " stored as " + kept.digest(), order.id());
        ring();
    }

    private void done(String what, String order) {
        LOG.log(System.Logger.Level.INFO, "{0} (order {1})", what, order);
        look();
    }

    /// What cannot be done holds up nothing else.
    private static void later(String what, EngineException fault) {
        switch (fault.kind()) {
            case UNREACHABLE, INTERRUPTED -> throw fault;
            case CONFLICT -> LOG.log(System.Logger.Level.DEBUG, what + " is in use and stays for now", fault);
            default -> LOG.log(System.Logger.Level.WARNING, what + " stays for now", fault);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

package dev.slipway.node.platform;

import dev.slipway.model.assignment.AddedImage;
import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.Inventory;
import dev.slipway.model.assignment.LogRequest;
import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.model.assignment.NodeRegistration.Welcome;
import dev.slipway.model.assignment.Observation;
import dev.slipway.model.assignment.Observation.ObservedInstance;
import dev.slipway.model.assignment.Observation.Orders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A platform in memory: tests say what shall be and read what is reported. It may be away, and may forget its
/// nodes.
public final class InMemoryControlPlane implements ControlPlane {
    private final Map<String, String> logs = new ConcurrentHashMap<>();
    private final Queue<LogRequest> logRequests = new ArrayDeque<>();
    private final Set<String> removals = new HashSet<>();
    private DesiredState desired;
    private Observation observation;
    private Inventory inventory;
    private boolean away;
    private boolean known;
    private int registrations;
    private List<AddedImage> builders;
    private NodeRegistration registration;

    public synchronized void desire(DesiredState state) {
        desired = state;
        notifyAll();
    }

    public synchronized void orderRemoval(String instance) {
        removals.add(instance);
    }

    public synchronized void away(boolean gone) {
        away = gone;
        notifyAll();
    }

    public synchronized void forgetNodes() {
        known = false;
    }

    public synchronized void lookFor(AddedImage... images) {
        builders = List.of(images);
    }

    /// What the node said last of itself.
    public synchronized Optional<NodeRegistration> registration() {
        return Optional.ofNullable(registration);
    }

    public synchronized int registrations() {
        return registrations;
    }

    public synchronized Optional<Observation> observation() {
        return Optional.ofNullable(observation);
    }

    /// What was told last of images and networks.
    public synchronized Optional<Inventory> inventory() {
        return Optional.ofNullable(inventory);
    }

    public synchronized Optional<ObservedInstance> observed(String instance) {
        return observation().stream()
                .flatMap(told -> told.instances().stream())
                .filter(told -> told.id().equals(instance))
                .findFirst();
    }

    public synchronized void askLog(LogRequest request) {
        logRequests.add(request);
        notifyAll();
    }

    public Optional<String> log(String request) {
        return Optional.ofNullable(logs.get(request));
    }

    @Override
    public synchronized Welcome register(NodeRegistration registration) {
        answerable();
        known = true;
        registrations++;
        this.registration = registration;
        return new Welcome(1, "apps.localhost", 8000, 1);
    }

    @Override
    public synchronized Optional<DesiredState> assignments(long after, Duration wait) {
        return awaited(() -> Optional.ofNullable(desired).filter(state -> state.version() > after), wait);
    }

    @Override
    public synchronized Orders observe(Observation told) {
        answerable();
        acquainted();
        observation = told;
        inventory = told.inventory() == null ? inventory : told.inventory();
        return new Orders(List.copyOf(removals), builders);
    }

    @Override
    public synchronized Optional<LogRequest> logRequest(Duration wait) {
        return awaited(() -> Optional.ofNullable(logRequests.poll()), wait);
    }

    @Override
    public void answerLog(String request, InputStream log) {
        try (log) {
            logs.put(request, new String(log.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new PlatformUnreachable("broke off", broken);
        }
    }

    private interface Look<T> {
        Optional<T> look();
    }

    private <T> Optional<T> awaited(Look<T> look, Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        answerable();
        acquainted();
        Optional<T> found = look.look();
        while (found.isEmpty() && System.nanoTime() < end) {
            try {
                wait(100);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new PlatformUnreachable("interrupted", stopped);
            }
            answerable();
            found = look.look();
        }
        return found;
    }

    private void answerable() {
        if (away) {
            throw new PlatformUnreachable("away", null);
        }
    }

    private void acquainted() {
        if (!known) {
            throw new PlatformRefusal("call", 404, "unknown node");
        }
    }
}

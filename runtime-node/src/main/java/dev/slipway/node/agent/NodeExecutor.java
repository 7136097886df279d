package dev.slipway.node.agent;

import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Containers;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.model.fault.KillPoint;
import dev.slipway.node.image.ImageLoader;
import dev.slipway.node.network.TenantNetworks;
import dev.slipway.node.probe.HealthWatch;
import dev.slipway.router.feed.RouterFeed;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Does what was planned, each action on a virtual thread of its own. A failure becomes an ending that the
/// platform is told of; nothing is tried again here, replacements are the platform's.
final class NodeExecutor {
    /// How long requests that were under way when an instance left the routes may still take before it is asked
    /// to end. It gets {@link #STOP_GRACE} more between SIGTERM and SIGKILL to finish slower ones itself.
    static final Duration DRAIN = Duration.ofMillis(500);

    static final Duration STOP_GRACE = Duration.ofSeconds(30);
    private static final Duration ROUTER_LIMIT = Duration.ofSeconds(2);
    private static final int STARTS_AT_ONCE = 4;
    private static final int ENDS_AT_ONCE = 16;
    private static final System.Logger LOG = System.getLogger(NodeExecutor.class.getName());

    private final Engine engine;
    private final TenantNetworks networks;
    private final AgentState state;
    private final HealthWatch health;
    private final Routes routes;
    private final RouterFeed feed;
    private final ImageLoader images;
    private final String installation;
    private final Runnable changed;
    private final Set<String> ending = ConcurrentHashMap.newKeySet();
    private final Semaphore starts = new Semaphore(STARTS_AT_ONCE);
    private final Semaphore ends = new Semaphore(ENDS_AT_ONCE);

    /// changed runs after every action, and when one has left the routes.
    NodeExecutor(
            Engine engine,
            TenantNetworks networks,
            AgentState state,
            HealthWatch health,
            Routes routes,
            RouterFeed feed,
            ImageLoader images,
            String installation,
            Runnable changed) {
        this.engine = engine;
        this.networks = networks;
        this.state = state;
        this.health = health;
        this.routes = routes;
        this.feed = feed;
        this.images = images;
        this.installation = installation;
        this.changed = changed;
    }

    /// The instance must be marked busy already; it is freed when the action is done.
    void perform(NodeAction action) {
        Thread.ofVirtual().name("instance-" + action.instance()).start(() -> {
            try {
                limited(action);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException failure) {
                LOG.log(System.Logger.Level.WARNING, action.instance() + ": " + failure.getMessage(), failure);
            } finally {
                state.done(action.instance());
                changed.run();
            }
        });
    }

    private void limited(NodeAction action) throws InterruptedException {
        // Not after its turn has come: others may take half a minute to end.
        if (action instanceof NodeAction.Stop stop) {
            leaveRoutes(stop.container());
        }
        boolean starting = action instanceof NodeAction.CreateAndStart || action instanceof NodeAction.Start;
        Semaphore limit = starting ? starts : ends;
        limit.acquire();
        try {
            switch (action) {
                case NodeAction.CreateAndStart create -> create(create.assignment());
                case NodeAction.Start start -> start(start.instance(), start.container());
                case NodeAction.Stop stop -> stop(stop.container());
                case NodeAction.Remove remove -> remove(remove.container());
                case NodeAction.Forget forget -> state.forget(forget.instance());
            }
        } finally {
            limit.release();
        }
    }

    private void create(InstanceAssignment assignment) {
        String container;
        try {
            container = created(assignment);
        } catch (RuntimeException refused) {
            networks.forget(assignment.network());
            failed(assignment.id(), refused, "CreateFailed");
            return;
        }
        KillPoint.INSTANCE_CREATED.reached();
        start(assignment.id(), container);
    }

    private String created(InstanceAssignment assignment) {
        networks.ensure(assignment.network());
        ContainerSpec spec = InstanceContainer.spec(assignment, installation, networks.dns(assignment.network()));
        try {
            return engine.containers().create(spec);
        } catch (EngineException refused) {
            return refused.kind() == Kind.IMAGE_MISSING && images.load(assignment.imageId())
                    ? engine.containers().create(spec)
                    : existing(assignment.id(), refused);
        }
    }

    private String existing(String instance, EngineException taken) {
        if (taken.kind() != Kind.CONFLICT) {
            throw taken;
        }
        return engine.containers().list(Labels.ofInstance(instance)).stream()
                .map(ContainerStatus::id)
                .findFirst()
                .orElseThrow(() -> taken);
    }

    private void start(String instance, String container) {
        try {
            engine.containers().start(container);
        } catch (EngineException refused) {
            failed(instance, refused, "StartFailed");
        }
    }

    private void failed(String instance, RuntimeException refused, String reason) {
        Kind kind = refused instanceof EngineException engineSays ? engineSays.kind() : Kind.FAILED;
        switch (kind) {
            case UNREACHABLE, INTERRUPTED -> LOG.log(System.Logger.Level.WARNING, "engine: " + refused.getMessage());
            case IMAGE_MISSING -> state.ended(instance, Ending.notStarted("ImageMissing", refused.getMessage()));
            case CONFLICT, NOT_FOUND, TOO_LARGE, TIMEOUT, FAILED ->
                state.ended(instance, Ending.notStarted(reason, refused.getMessage()));
        }
    }

    private void stop(String container) {
        Containers containers = engine.containers();
        containers.stop(container, STOP_GRACE);
        containers.remove(container);
    }

    /// Ends a container that was given up; it stays until the platform orders it away. Does nothing while it is
    /// being ended. A failure is only logged: call again while it runs. grace is the time between SIGTERM and
    /// SIGKILL.
    void end(String container, Duration grace) {
        if (!ending.add(container)) {
            return;
        }
        Thread.ofVirtual().name("end-" + container).start(() -> {
            try {
                leaveRoutes(container);
                engine.containers().stop(container, grace);
                changed.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (EngineException failure) {
                LOG.log(System.Logger.Level.WARNING, "ending " + container + ": " + failure.getMessage());
            } finally {
                ending.remove(container);
            }
        });
    }

    /// It counts as ready until the router has it no more, or does not say so for 2 s: who is told that a rollout is
    /// done meets the new release. After a restart of this process the router may have what this one never told it.
    private void leaveRoutes(String container) throws InterruptedException {
        boolean routed = routes.retire(container);
        feed.settled(ROUTER_LIMIT);
        health.forget(container);
        changed.run();
        if (routed) {
            KillPoint.SWITCHED.reached();
            Thread.sleep(DRAIN);
        }
    }

    private void remove(String container) {
        health.forget(container);
        routes.retire(container);
        engine.containers().remove(container);
    }
}

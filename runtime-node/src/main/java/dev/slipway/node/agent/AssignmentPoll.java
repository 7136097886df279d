package dev.slipway.node.agent;

import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.NodeRegistration.Welcome;
import dev.slipway.node.platform.ControlPlane;
import dev.slipway.node.platform.PlatformRefusal;
import dev.slipway.node.platform.PlatformUnreachable;
import java.time.Duration;
import java.util.Optional;

/// Keeps asking the platform what this node shall hold. After every failure it waits, longer each time, and
/// introduces the node again: the platform may have forgotten it or be another incarnation.
final class AssignmentPoll implements AutoCloseable {
    static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    // Whoever starts both waits for the first answer.
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);
    private static final Duration AFTER_IGNORED = Duration.ofSeconds(1);
    private static final System.Logger LOG = System.getLogger(AssignmentPoll.class.getName());

    private final ControlPlane platform;
    private final Registration registration;
    private final AgentState state;
    private final DesiredStateFile file;
    private final Routes routes;
    private final Runnable changed;
    private final Thread thread = Thread.ofVirtual().name("assignments").unstarted(this::run);

    AssignmentPoll(
            ControlPlane platform,
            Registration registration,
            AgentState state,
            DesiredStateFile file,
            Routes routes,
            Runnable changed) {
        this.platform = platform;
        this.registration = registration;
        this.state = state;
        this.file = file;
        this.routes = routes;
        this.changed = changed;
    }

    void start() {
        thread.start();
    }

    private void run() {
        Duration pause = SHORTEST_PAUSE;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                boolean heard = session(pause.equals(SHORTEST_PAUSE));
                pause = heard ? SHORTEST_PAUSE : longer(pause);
                Thread.sleep(pause);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /// Until the platform fails to answer. Returns whether it had answered before.
    private boolean session(boolean tell) throws InterruptedException {
        boolean heard = false;
        try {
            Welcome welcome = registration.register();
            heard = true;
            while (!Thread.currentThread().isInterrupted()) {
                poll(welcome);
            }
        } catch (PlatformUnreachable | PlatformRefusal away) {
            if ((heard || tell) && !Thread.currentThread().isInterrupted()) {
                LOG.log(System.Logger.Level.WARNING, "platform: " + away.getMessage());
            }
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.WARNING, "registering or polling failed", failure);
        }
        return heard;
    }

    private void poll(Welcome welcome) throws InterruptedException {
        long held = state.desired()
                .filter(desired -> desired.incarnation() == welcome.incarnation())
                .map(DesiredState::version)
                .orElse(0L);
        Optional<DesiredState> offered = platform.assignments(held, WAIT);
        if (offered.isPresent() && !take(offered.get())) {
            Thread.sleep(AFTER_IGNORED);
        }
    }

    private boolean take(DesiredState offered) {
        if (!state.accept(offered)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "ignored desired state {0} of incarnation {1}: a newer one is held",
                    offered.version(),
                    offered.incarnation());
            return false;
        }
        routes.desired(offered);
        changed.run();
        state.lasting().ifPresent(file::save);
        return true;
    }

    /// Returns when a state that was taken is on the disk.
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

package dev.slipway.node.agent;

import dev.slipway.engine.Engine;
import dev.slipway.model.assignment.AddedImage;
import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.model.assignment.NodeRegistration.Welcome;
import dev.slipway.node.image.ImageLoader;
import dev.slipway.node.image.ImageStore;
import dev.slipway.node.image.ImageUpkeep;
import dev.slipway.node.network.TenantNetworks;
import dev.slipway.node.platform.ControlPlane;
import dev.slipway.node.platform.PlatformRefusal;
import dev.slipway.node.platform.PlatformUnreachable;
import dev.slipway.node.probe.Prober;
import dev.slipway.router.feed.RouterFeed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Everything that keeps instances on one node: the loop, the poll, the report. Closing it leaves containers
/// running; the next agent takes them over.
public final class Agent implements AutoCloseable {
    /// How long at most a fresh agent asks what it found running before it says anything about it.
    private static final Duration ADOPTION = Duration.ofSeconds(2);

    private static final Duration ADOPTION_STEP = Duration.ofMillis(10);
    private static final Duration OFFER_REFRESH = Duration.ofSeconds(20);
    private static final System.Logger LOG = System.getLogger(Agent.class.getName());

    private final AgentState state = new AgentState();
    private final Signal changes = new Signal();
    private final Routes routes;
    private final DesiredStateFile file;
    private final Registration registration;
    private final AgentLoop loop;
    private final ImageUpkeep upkeep;
    private final AssignmentPoll poll;
    private final ObservationReport report;
    private final Thread offers = Thread.ofVirtual().name("builder-offers").unstarted(this::refreshOffers);

    /// diskBytes is what one container may write; images keeps images besides the engine; node describes the
    /// machine and its builder images as they are now, with what it has of the added ones that it is given.
    public Agent(
            ControlPlane platform,
            Engine engine,
            TenantNetworks networks,
            Prober prober,
            Routes routes,
            RouterFeed feed,
            DesiredStateFile file,
            String installation,
            long diskBytes,
            ImageStore images,
            Function<List<AddedImage>, NodeRegistration> node) {
        this.routes = routes;
        this.file = file;
        this.registration = new Registration(platform, node);
        this.loop = new AgentLoop(
                engine,
                networks,
                state,
                prober,
                routes,
                feed,
                new ImageLoader(engine, images),
                installation,
                diskBytes,
                monotonicClock(),
                changes);
        this.upkeep = new ImageUpkeep(
                engine, images, networks, state::upkeep, () -> !state.busy().isEmpty(), changes::ring);
        this.poll = new AssignmentPoll(platform, registration, state, file, routes, this::ring);
        this.report = new ObservationReport(
                platform,
                registration,
                state,
                () -> state.observation(loop),
                upkeep::inventory,
                file,
                changes,
                loop::ring);
    }

    private void ring() {
        loop.ring();
        upkeep.ring();
    }

    private static InstantSource monotonicClock() {
        java.time.Instant start = java.time.Instant.now();
        long origin = System.nanoTime();
        return () -> start.plusNanos(System.nanoTime() - origin);
    }

    /// Takes over what runs, then begins to speak. Throws EngineException when the engine does not answer.
    public void start() throws InterruptedException {
        file.load().filter(state::accept).ifPresent(routes::desired);
        loop.turn();
        long began = System.nanoTime();
        while (!loop.settled() && System.nanoTime() - began < ADOPTION.toNanos()) {
            Thread.sleep(ADOPTION_STEP);
        }
        routes.open();
        loop.start();
        poll.start();
        report.start();
        offers.start();
        upkeep.start();
    }

    /// The platform's last welcome; empty until it answered first.
    public Optional<Welcome> welcome() {
        return registration.welcome();
    }

    private void refreshOffers() {
        try {
            long asked = registration.asked();
            while (true) {
                registration.awaitAsked(asked, OFFER_REFRESH);
                asked = registration.asked();
                refreshOnce();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void refreshOnce() {
        try {
            registration.refresh();
        } catch (PlatformUnreachable | PlatformRefusal later) {
            LOG.log(System.Logger.Level.DEBUG, "offers are told later", later);
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.WARNING, "builder images cannot be listed: " + failure.getMessage());
        }
    }

    @Override
    public void close() {
        offers.interrupt();
        upkeep.close();
        report.close();
        poll.close();
        loop.close();
    }
}

package dev.slipway.node;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.builder.ScriptBuilderMaker;
import dev.slipway.engine.Engine;
import dev.slipway.model.assignment.AddedImage;
import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.model.assignment.NodeRegistration.BuilderOffer;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.node.agent.Agent;
import dev.slipway.node.agent.BuilderOffers;
import dev.slipway.node.agent.Capacity;
import dev.slipway.node.agent.DesiredStateFile;
import dev.slipway.node.agent.Routes;
import dev.slipway.node.image.ImageStore;
import dev.slipway.node.image.OciLayout;
import dev.slipway.node.log.LogAnswers;
import dev.slipway.node.network.Bridge;
import dev.slipway.node.network.Firewall;
import dev.slipway.node.network.FirewallRules;
import dev.slipway.node.network.LoopbackForward;
import dev.slipway.node.network.NameService;
import dev.slipway.node.network.NftLoopbackForward;
import dev.slipway.node.network.Resolvers;
import dev.slipway.node.network.TenantNetworks;
import dev.slipway.node.platform.ControlPlane;
import dev.slipway.node.platform.HttpControlPlane;
import dev.slipway.node.platform.PlatformHttp;
import dev.slipway.node.probe.SocketProber;
import dev.slipway.router.feed.SocketRouterFeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The wiring of a node: what is started, in this order; closed in the opposite one.
final class RunningNode implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RunningNode.class.getName());
    private static final String VERSION = Optional.ofNullable(
                    RunningNode.class.getPackage().getImplementationVersion())
            .orElse("development");

    private static final Duration LONGEST_MAKING = Duration.ofMinutes(30);

    private final NodeConfig config;
    private final Engine engine;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private RunningNode(NodeConfig config, Engine engine) {
        this.config = config;
        this.engine = engine;
    }

    static RunningNode start(NodeConfig config, Engine engine) throws InterruptedException {
        RunningNode node = new RunningNode(config, engine);
        try {
            node.startParts();
            return node;
        } catch (RuntimeException | InterruptedException failure) {
            node.close();
            throw failure;
        }
    }

    private void startParts() throws InterruptedException {
        String engineName = engineName();
        Resolvers resolvers = Resolvers.read(Path.of("/etc/resolv.conf"));
        SocketRouterFeed feed = part(SocketRouterFeed.open(config.router().control()));
        Routes routes = new Routes(feed);
        TenantNetworks networks = networks(resolvers, routes);
        PlatformHttp http =
                part(new PlatformHttp(config.node().platformUrl(), config.node().credentialFile()));
        ControlPlane platform = new HttpControlPlane(
                http, config.node().name(), config.network().addresses()::place);
        BuilderMaker maker = maker();
        Agent agent = part(new Agent(
                platform,
                engine,
                networks,
                part(new SocketProber()),
                routes,
                feed,
                desiredStateFile(),
                config.installation(),
                config.node().disk().value(),
                images(),
                added -> registration(engineName, maker, added)));
        agent.start();
        part(new LogAnswers(platform, engine)).start();
        part(new Builds(config, engine, http, agent, maker)).start();
    }

    private String engineName() {
        Engine.EngineInfo info = engine.check();
        return info.name() + " " + info.version();
    }

    private TenantNetworks networks(Resolvers resolvers, Routes routes) {
        Firewall firewall = firewall(resolvers);
        NameService names =
                config.network().names() ? part(new NameService(config.apps().domain(), resolvers)) : null;
        return new TenantNetworks(engine.networks(), config.installation(), resolvers, loopback(), bridges -> {
            if (firewall != null) {
                firewall.bridges(bridges);
            }
            if (names != null) {
                names.serve(bridges);
            }
            routes.listen(gateways(bridges));
        });
    }

    private static List<String> gateways(Collection<Bridge> bridges) {
        return bridges.stream().map(Bridge::gateway).toList();
    }

    private Firewall firewall(Resolvers resolvers) {
        if (config.network().firewall() == NodeConfig.Filter.NONE) {
            LOG.log(System.Logger.Level.WARNING, "slipway.network.firewall=none: nothing here keeps tenants apart");
            return null;
        }
        Firewall firewall = part(new Firewall(FirewallRules.of(
                config.installation(),
                config.network().pool(),
                resolvers.reachable(),
                config.egress().allow(),
                config.router().port())));
        firewall.start();
        return firewall;
    }

    private LoopbackForward loopback() {
        return config.network().firewall() == NodeConfig.Filter.NONE ? LoopbackForward.NONE : new NftLoopbackForward();
    }

    private ImageStore images() {
        Path directory = config.home().resolve("images");
        try {
            return OciLayout.open(directory, config.node().imageRetention(), InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException("images cannot be kept in " + directory, e);
        }
    }

    private DesiredStateFile desiredStateFile() {
        Path file = config.home().resolve("node").resolve("desired-state");
        return new DesiredStateFile(file, config.node().credentialFile());
    }

    private BuilderMaker maker() {
        return config.node()
                .builders()
                .<BuilderMaker>map(directory -> part(new ScriptBuilderMaker(
                        directory, config.engine().socket(), config.installation(), LONGEST_MAKING)))
                .orElse(BuilderMaker.NONE);
    }

    private NodeRegistration registration(String engineName, BuilderMaker maker, List<AddedImage> added) {
        Capacity machine = Capacity.ofThisMachine();
        List<BuilderOffer> made = BuilderOffers.of(engine.images().list(Map.of()));
        return new NodeRegistration(
                config.node().cpu().map(text -> Cpu.parse(text).millis()).orElse(machine.cpuMillis()),
                config.node().memory().map(text -> Bytes.parse(text).value()).orElse(machine.memoryBytes()),
                engineName,
                VERSION,
                made,
                BuilderOffers.makeable(maker, made),
                added == null ? null : BuilderOffers.added(added, engine.images()::inspect));
    }

    private <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failure) {
                LOG.log(System.Logger.Level.WARNING, "a part did not end well", failure);
            }
        }
    }
}

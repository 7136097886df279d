package dev.slipway.build.pipeline;

import dev.slipway.build.dependency.DependencyContract;
import dev.slipway.build.dependency.DependencyIdentity;
import dev.slipway.build.dependency.DependencyInputs;
import dev.slipway.build.dependency.DependencyLayers;
import dev.slipway.build.dependency.DependencyLayers.Ground;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.model.assignment.BuildOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds the layer that has what a source depends on, or makes it in a container of its own that sees the declared
/// files and nothing else of the source. Where that does not work the build goes on without one: assemble installs
/// them then, as S2I says.
final class InstallDependencies {
    /// What a script says that needs more of the source.
    private static final int DECLINES = 3;
    private static final String WITH_THE_SOURCE = "Dependencies are installed with the source: ";

    private final BuildOrders orders;
    private final Engine engine;
    private final DependencyLayers layers;
    private final BuildContainers containers;
    private final PipelineConfig config;
    private final BuildNames names;

    InstallDependencies(
            BuildOrders orders,
            Engine engine,
            DependencyLayers layers,
            BuildContainers containers,
            PipelineConfig config) {
        this.orders = orders;
        this.engine = engine;
        this.layers = layers;
        this.containers = containers;
        this.config = config;
        this.names = new BuildNames(config.installation(), config.node());
    }

    /// The image to assemble on, with what the source depends on; empty where assemble has to install it. Throws
    /// FailedBuild BuildTimeout.
    Optional<String> of(Work work, Builder builder, DependencyContract contract) {
        BuildOrder order = work.order();
        Optional<DependencyIdentity> told = DependencyIdentity.told(
                contract, order.contents(), order.sourceEnvironment(), order.buildEnvironment());
        Optional<String> layer =
                told.flatMap(identity -> found(work, key(order, builder, identity), identity.contents()));
        return layer.isPresent() ? layer : read(work, builder, contract, told);
    }

    /// The same where no layer is known by what was told.
    private Optional<String> read(
            Work work, Builder builder, DependencyContract contract, Optional<DependencyIdentity> told) {
        Optional<Wanted> wanted = wanted(work, builder, contract, told);
        Optional<String> layer = told.isPresent()
                ? Optional.empty()
                : wanted.flatMap(
                        known -> found(work, known.key(), known.inputs().files()));
        if (wanted.isEmpty() || layer.isPresent() || declined(work, wanted.get())) {
            return layer;
        }
        Optional<Ground> earlier = ground(work, builder, wanted.get());
        Optional<String> onTop = earlier.flatMap(ground -> installed(work, builder, contract, wanted.get(), ground));
        boolean declined = earlier.isPresent() && layers.declined(wanted.get().key());
        return onTop.isPresent() || declined ? onTop : afresh(work, builder, contract, wanted.get());
    }

    private Optional<String> afresh(Work work, Builder builder, DependencyContract contract, Wanted wanted) {
        return installed(work, builder, contract, wanted, Ground.fresh(builder.image(), wanted.line()));
    }

    private Optional<String> installed(
            Work work, Builder builder, DependencyContract contract, Wanted wanted, Ground ground) {
        return containers.spared(work, otherwise(ground), () -> {
            work.container = containers.create(
                    work,
                    BuildContainer.installing(work.order(), builder, ground.image(), contract, names, config.dns()));
            return containers.bounded(work, () -> made(builder, wanted, ground, work));
        });
    }

    /// What must be installed and under which key it is kept; empty without a lock file.
    private Optional<Wanted> wanted(
            Work work, Builder builder, DependencyContract contract, Optional<DependencyIdentity> told) {
        BuildOrder order = work.order();
        Duration limit = work.holding.left();
        try (InputStream source =
                new PatientSource(orders).open(order, builder.destination(), contract.asked(), List.of(), limit)) {
            Optional<Wanted> wanted = DependencyInputs.read(
                            contract,
                            source,
                            builder.destination(),
                            order.sourceEnvironment(),
                            order.buildEnvironment())
                    .map(inputs -> wanted(order, builder, contract, inputs, told.orElseGet(inputs::identity)));
            if (wanted.isEmpty()) {
                work.log.line(WITH_THE_SOURCE + "none of " + String.join(", ", contract.locks())
                        + " is a plain file in its root, or what decides is larger than 4 MiB.");
            }
            return wanted;
        } catch (IOException broken) {
            // Assembling meets the same source and says what is wrong with it.
            work.log.line(WITH_THE_SOURCE + "it broke off.");
            return Optional.empty();
        }
    }

    private static Wanted wanted(
            BuildOrder order,
            Builder builder,
            DependencyContract contract,
            DependencyInputs inputs,
            DependencyIdentity identity) {
        String image = builder.image().id();
        String ref = order.commit().ref();
        Optional<String> line = contract.growing().isEmpty()
                ? Optional.empty()
                : Optional.of(identity.line(image, order.application(), ref, contract.growing()));
        return new Wanted(inputs, key(order, builder, identity), line);
    }

    private static String key(BuildOrder order, Builder builder, DependencyIdentity identity) {
        return identity.key(
                builder.image().id(), order.application(), order.commit().ref());
    }

    /// line is that of the layers on top of which these can be installed, empty where the builder knows no such.
    private record Wanted(DependencyInputs inputs, String key, Optional<String> line) {}

    /// A layer that an earlier build made, unless this one wants none of that.
    private Optional<String> found(Work work, String key, Map<String, ?> files) {
        BuildOrder order = work.order();
        Optional<String> layer = order.clean() ? Optional.empty() : layers.find(order, key);
        if (layer.isPresent()) {
            work.log.line("Dependencies are those of an earlier build: " + names(files) + " are the same.");
        }
        return layer;
    }

    /// Whether it has been seen that these cannot be installed alone.
    private boolean declined(Work work, Wanted wanted) {
        boolean clean = work.order().clean();
        boolean declined = !clean && layers.declined(wanted.key());
        if (declined) {
            work.log.line(WITH_THE_SOURCE + "alone they could not be, in an earlier build.");
        } else {
            work.log.line("Dependencies are installed apart, for this build and later ones: "
                    + (clean
                            ? "a clean build."
                            : "no earlier build of this branch had the same "
                                    + names(wanted.inputs().files()) + ", variables and builder image."));
        }
        return declined;
    }

    private static String names(Map<String, ?> files) {
        return String.join(", ", files.keySet());
    }

    /// The layer on top of which they are installed; empty where that has to be done afresh.
    private Optional<Ground> ground(Work work, Builder builder, Wanted wanted) {
        if (work.order().clean() || wanted.line().isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<Ground> ground = layers.ground(work.order(), wanted.line().get(), builder.image());
            ground.ifPresent(
                    _ -> work.log.line("Only what differs is installed, on top of those of an earlier build."));
            return ground;
        } catch (EngineException refused) {
            if (BuildPipeline.brokenOff(refused)) {
                throw refused;
            }
            return Optional.empty();
        }
    }

    /// How a line of the log begins that says why nothing was installed on that ground.
    private static String otherwise(Ground ground) {
        return ground.isFresh() ? WITH_THE_SOURCE : "Dependencies are installed afresh: ";
    }

    /// Runs the container made for it; empty when that ended with an exit code other than 0. Throws FailedBuild
    /// BuildTimeout.
    private Optional<String> made(Builder builder, Wanted wanted, Ground ground, Work work) {
        BuildOrder order = work.order();
        int exitCode = run(work, builder, wanted);
        work.log.endLine();
        if (exitCode == 0) {
            return Optional.of(layers.keep(order, wanted.key(), builder.image(), ground, work.container));
        }
        boolean declines = exitCode == DECLINES;
        if (declines) {
            layers.decline(wanted.key());
        }
        work.log.line((declines ? WITH_THE_SOURCE : otherwise(ground)) + "installing them "
                + (declines || ground.isFresh() ? "alone" : "on top of earlier ones") + " ended with exit code "
                + exitCode + ".");
        return Optional.empty();
    }

    private int run(Work work, Builder builder, Wanted wanted) {
        BuildOrder order = work.order();
        Map<String, byte[]> files = new TreeMap<>();
        wanted.inputs().files().forEach((name, content) -> files.put(builder.destination() + "/src/" + name, content));
        byte[] input = Prelude.with(
                files,
                wanted.inputs().variables(),
                Prelude.readable(config.caBundle()),
                order.network().uid());
        try {
            return engine.streams()
                    .run(
                            work.container,
                            new ByteArrayInputStream(input),
                            (_, bytes, offset, length) -> work.log.write(bytes, offset, length),
                            work.holding.left());
        } catch (EngineException e) {
            throw Assemble.fault(e, order, work.log);
        }
    }
}

package dev.slipway.build.pipeline;

import dev.slipway.build.dependency.DependencyContract;
import dev.slipway.build.dependency.DependencyInputs;
import dev.slipway.build.dependency.DependencyLayers;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.model.assignment.BuildOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
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

    private final BuildOrders orders;
    private final Engine engine;
    private final DependencyLayers layers;
    private final Path caBundle;

    InstallDependencies(BuildOrders orders, Engine engine, DependencyLayers layers, Path caBundle) {
        this.orders = orders;
        this.engine = engine;
        this.layers = layers;
        this.caBundle = caBundle;
    }

    /// What must be installed and under which key it is kept; empty without a lock file.
    Optional<Wanted> wanted(BuildOrder order, Builder builder, DependencyContract contract, Work work) {
        Duration limit = work.holding.left();
        try (InputStream source =
                new PatientSource(orders).open(order, builder.destination(), contract.asked(), List.of(), limit)) {
            Optional<Wanted> wanted = DependencyInputs.read(
                            contract,
                            source,
                            builder.destination(),
                            order.sourceEnvironment(),
                            order.buildEnvironment())
                    .map(inputs -> new Wanted(
                            inputs,
                            inputs.key(
                                    builder.image().id(),
                                    order.application(),
                                    order.commit().ref())));
            if (wanted.isEmpty()) {
                work.log.line("Dependencies are installed with the source: it has none of "
                        + String.join(", ", contract.locks()) + ", or no plain files that are small enough.");
            }
            return wanted;
        } catch (IOException broken) {
            // Assembling meets the same source and says what is wrong with it.
            work.log.line("Dependencies are installed with the source: it broke off.");
            return Optional.empty();
        }
    }

    record Wanted(DependencyInputs inputs, String key) {}

    /// A layer that an earlier build made, unless this one wants none of that.
    Optional<String> found(BuildOrder order, Wanted wanted, LogShipper log) {
        Optional<String> layer = order.clean() ? Optional.empty() : layers.find(order, wanted.key());
        if (layer.isPresent()) {
            log.line("Dependencies are those of an earlier build: " + files(wanted) + " are the same.");
        }
        return layer;
    }

    /// Whether it has been seen that these cannot be installed alone.
    boolean declined(BuildOrder order, Wanted wanted, LogShipper log) {
        boolean declined = !order.clean() && layers.declined(wanted.key());
        if (declined) {
            log.line("Dependencies are installed with the source: alone they could not be, in an earlier build.");
        } else {
            log.line("Dependencies are installed apart, for this build and later ones: "
                    + (order.clean()
                            ? "a clean build."
                            : "no earlier build of this branch had the same " + files(wanted)
                                    + ", variables and builder image."));
        }
        return declined;
    }

    private static String files(Wanted wanted) {
        return String.join(", ", wanted.inputs().files().keySet());
    }

    /// Runs the container made for it; empty when that ended with an exit code other than 0. Throws FailedBuild
    /// BuildTimeout.
    Optional<String> made(BuildOrder order, Builder builder, Wanted wanted, Work work) {
        int exitCode = run(order, builder, wanted, work);
        work.log.endLine();
        if (exitCode == 0) {
            return Optional.of(layers.keep(order, wanted.key(), builder.image(), work.container));
        }
        if (exitCode == DECLINES) {
            layers.decline(wanted.key());
        }
        work.log.line("Dependencies are installed with the source: installing them alone ended with exit code "
                + exitCode + ".");
        return Optional.empty();
    }

    private int run(BuildOrder order, Builder builder, Wanted wanted, Work work) {
        Map<String, byte[]> files = new TreeMap<>();
        wanted.inputs().files().forEach((name, content) -> files.put(builder.destination() + "/src/" + name, content));
        byte[] input = Prelude.with(
                files,
                wanted.inputs().variables(),
                Prelude.readable(caBundle),
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

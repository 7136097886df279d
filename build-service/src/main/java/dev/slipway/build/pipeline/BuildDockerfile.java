package dev.slipway.build.pipeline;

import dev.slipway.build.dockerfile.BaseImages;
import dev.slipway.build.dockerfile.Dockerfile;
import dev.slipway.build.dockerfile.DockerfileSteps;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.DiskWatch;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.ImageBuilds.Recipe;
import dev.slipway.engine.ImageBuilds.Result;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.BuiltImage;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.fault.KillPoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Has the engine make an image of the source's Dockerfile. The request is the build: when this process ends,
/// so does it, and it is built anew when the lease has passed.
final class BuildDockerfile {
    private static final Pattern EXIT_CODE = Pattern.compile("returned a non-zero code: (\\d+)$");

    private final BuildOrders orders;
    private final Engine engine;
    private final BuildContainers containers;
    private final PipelineConfig config;
    private final BuildNames names;
    private final DockerfileSteps steps;

    BuildDockerfile(
            BuildOrders orders,
            Engine engine,
            BuildContainers containers,
            PipelineConfig config,
            DockerfileSteps steps) {
        this.orders = orders;
        this.engine = engine;
        this.containers = containers;
        this.config = config;
        this.names = new BuildNames(config.installation(), config.node());
        this.steps = steps;
    }

    /// Throws FailedBuild with the reason for which it failed; EngineException and UnreachableException where it is
    /// broken off.
    BuiltImage run(Work work) {
        BuildOrder order = work.order();
        Dockerfile dockerfile = Dockerfile.read(order.dockerfile());
        long base = work.stages.run("resolve", () -> new BaseImages(engine).check(order, dockerfile.bases()));
        StepSink said = new StepSink(work.log);
        steps.begin(order);
        try {
            return work.stages.run("dockerfile", () -> built(work, dockerfile, said, base));
        } finally {
            steps.end(order, work.watch.fate() == Fate.DISK_FULL ? Set.of() : said.images());
        }
    }

    private BuiltImage built(Work work, Dockerfile dockerfile, StepSink said, long base) {
        BuildOrder order = work.order();
        if (order.epoch() > 1) {
            containers.removeImages(order, "");
        }
        engine.networks().ensure(names.network(order));
        work.watch.limit(work.holding.left());
        Result result;
        try (DiskWatch disk = disk(work, base)) {
            result = sent(work, DockerfileContext.of(order, labelled(order, dockerfile)), said);
            work.log.endLine();
            disk.look();
        }
        return switch (result) {
            case Result.Refused(String message) -> throw failed(work, said, message);
            case Result.Built(String image) -> finished(work, image, base);
        };
    }

    private String labelled(BuildOrder order, Dockerfile dockerfile) {
        return dockerfile.labelled(
                steps.labels(order),
                ImageLabels.generated(order, names),
                order.dockerfile().target());
    }

    /// Of the containers of steps what they write, of the images that they make what those have beyond the base image.
    private DiskWatch disk(Work work, long base) {
        BuildOrder order = work.order();
        Set<String> before =
                steps.images(order).stream().map(ImageDescription::id).collect(Collectors.toSet());
        return new DiskWatch(
                        id -> id.startsWith("sha256:")
                                ? grown(id, base)
                                : engine.containers().writtenBytes(id),
                        config.space().build(),
                        () -> made(order, before),
                        _ -> work.watch.befall(Fate.DISK_FULL))
                .start();
    }

    /// What cannot be seen now is seen at the next look.
    private List<String> made(BuildOrder order, Set<String> before) {
        try {
            return Stream.concat(
                            steps.containers(order).stream().map(ContainerStatus::id),
                            steps.images(order).stream()
                                    .map(ImageDescription::id)
                                    .filter(image -> !before.contains(image)))
                    .toList();
        } catch (EngineException later) {
            return List.of();
        }
    }

    private long grown(String image, long base) {
        return engine.images().inspect(image).map(ImageDescription::bytes).orElse(base) - base;
    }

    private Result sent(Work work, DockerfileContext context, StepSink said) {
        BuildOrder order = work.order();
        try (SourceStream source = new SourceStream(new PatientSource(orders).context(order, work.holding.left()));
                InputStream input = new SequenceInputStream(new ByteArrayInputStream(context.beginning()), source)) {
            try {
                return engine.builds().build(recipe(order, context), input, said);
            } catch (EngineException e) {
                checkSource(order, source);
                throw e;
            }
        } catch (IOException | UncheckedIOException e) {
            throw new FailedBuild(FailureReason.FetchSourceFailed, "The source could not be read: " + e.getMessage());
        }
    }

    /// Broken off with a platform that answers is the source's fault. Throws UnreachableException where it does not.
    private void checkSource(BuildOrder order, SourceStream source) throws IOException {
        if (source.failure() != null && !Thread.currentThread().isInterrupted()) {
            orders.context(order).close();
            throw new FailedBuild(FailureReason.FetchSourceFailed, "The source broke off: " + source.failure());
        }
    }

    private Recipe recipe(BuildOrder order, DockerfileContext context) {
        return new Recipe(
                context.file(),
                order.dockerfile().target(),
                BuildVariables.arguments(order),
                Map.of(),
                names.tag(order),
                names.network(order).name(),
                order.cpuMillis(),
                BuildContainer.CPU_SHARES,
                order.memoryBytes(),
                BuildContainer.SHM_BYTES,
                !order.clean());
    }

    private FailedBuild failed(Work work, StepSink said, String message) {
        boolean outOfMemory = steps.containers(work.order()).stream().anyMatch(ContainerStatus::outOfMemory);
        if (outOfMemory) {
            return Assemble.outOfMemory(work.order(), work.log);
        }
        List<String> evidence = new ArrayList<>(said.step().isEmpty() ? List.of() : List.of(said.step()));
        evidence.addAll(work.log.evidence());
        return new FailedBuild(FailureReason.DockerBuildFailed, sentence(said.step(), message), evidence);
    }

    private static String sentence(String step, String message) {
        Matcher code = EXIT_CODE.matcher(message);
        if (code.find()) {
            return "The step \"" + step + "\" ended with exit code " + code.group(1) + ".";
        }
        String cause = message.strip().replaceFirst("\\.$", "") + ".";
        return step.isEmpty()
                ? "The engine refused the Dockerfile: " + cause
                : "The step \"" + step + "\" failed: " + cause;
    }

    /// The last step is over before anybody could have looked at what it writes.
    private BuiltImage finished(Work work, String id, long base) {
        work.unchecked = id;
        work.assembled = true;
        ImageDescription image = engine.images()
                .inspect(id)
                .orElseThrow(() -> new FailedBuild(
                        FailureReason.ContainerCommitFailed, "The image that was built is not in the engine."));
        KillPoint.IMAGE_COMMITTED.reached();
        if (work.watch.fate() == Fate.DISK_FULL
                || image.bytes() - base > config.space().build()) {
            throw containers.diskFull(work.log);
        }
        work.log.line("Image " + names.tag(work.order()));
        work.unchecked = null;
        return new BuiltImage(id, names.tag(work.order()), Base.port(image));
    }
}

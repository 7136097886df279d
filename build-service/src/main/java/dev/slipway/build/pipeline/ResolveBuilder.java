package dev.slipway.build.pipeline;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.builder.BuilderRecipe;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.Images.SignIn;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuilderReference;
import dev.slipway.model.assignment.RuntimeStage;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Looks the images of a build up and reads their contracts; one that comes with the program is made when it is not
/// there.
final class ResolveBuilder {
    private final Engine engine;
    private final BuilderMaker maker;

    ResolveBuilder(Engine engine, BuilderMaker maker) {
        this.engine = engine;
        this.maker = maker;
    }

    /// What is here of the images of a build that nobody pulls.
    record Found(Optional<ImageDescription> builder, Optional<ImageDescription> runtime) {}

    Found find(BuildOrder order) {
        RuntimeStage runtime = order.runtime();
        return new Found(
                find(order.builder(), order.builderImage()),
                runtime == null ? Optional.empty() : find(runtime.reference(), runtime.image()));
    }

    private Optional<ImageDescription> find(String reference, String image) {
        return BuilderReference.pullable(image) ? Optional.empty() : present(reference, image);
    }

    /// What has to be made before the build can begin; empty when nothing has, or when nobody here can.
    List<BuilderRecipe> unmade(BuildOrder order, Found found) {
        Stream<BuilderRecipe> builder = unmade(order.builder(), order.builderImage(), found.builder());
        RuntimeStage runtime = order.runtime();
        return runtime == null
                ? builder.toList()
                : Stream.concat(builder, unmade(runtime.reference(), runtime.image(), found.runtime()))
                        .distinct()
                        .toList();
    }

    private Stream<BuilderRecipe> unmade(String reference, String image, Optional<ImageDescription> found) {
        return BuilderReference.pullable(image) || found.isPresent() ? Stream.empty() : recipe(reference).stream();
    }

    /// Throws FailedBuild BuilderNotMade; EngineException INTERRUPTED where the build is ended meanwhile.
    void make(BuilderRecipe recipe, Consumer<String> told) {
        told.accept("The builder " + recipe.reference()
                + " is made at its first use, once on this node. That takes a minute or a few.");
        try {
            maker.make(recipe, told);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.INTERRUPTED, "interrupted", e);
        }
    }

    /// Images that are not here and whose references name the registry that has them.
    List<String> absent(BuildOrder order) {
        Stream<String> images = order.runtime() == null
                ? Stream.of(order.builderImage())
                : Stream.of(order.builderImage(), order.runtime().image());
        return images.filter(BuilderReference::pullable)
                .filter(image -> engine.images().inspect(image).isEmpty())
                .distinct()
                .toList();
    }

    /// Throws FailedBuild PullBuilderImageFailed or BuildTimeout; EngineException where the build is ended meanwhile.
    void pull(String image, Work work) {
        work.log.line("Pulling " + image + ", which is not on this node yet.");
        Optional<SignIn> signIn = signIn(work.order(), image);
        try {
            engine.images().pull(image, signIn, work.holding.left(), work.log::line);
        } catch (EngineException refused) {
            if (BuildPipeline.brokenOff(refused)) {
                throw refused;
            }
            throw refused.kind() == Kind.TIMEOUT
                    ? Assemble.timedOut(work.order(), work.log)
                    : new FailedBuild(
                            FailureReason.PullBuilderImageFailed,
                            capitalized(hidden(refused.getMessage(), signIn)) + ".");
        }
    }

    private static Optional<SignIn> signIn(BuildOrder order, String image) {
        Optional<String> registry = BuilderReference.registry(image);
        return order.registries().stream()
                .filter(known -> registry.equals(Optional.of(known.registry())))
                .map(known -> new SignIn(known.registry(), known.username(), known.password()))
                .findFirst();
    }

    /// A registry may say again what it was shown.
    private static String hidden(String text, Optional<SignIn> signIn) {
        return signIn.map(shown -> text.replace(shown.password(), "***")).orElse(text);
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /// What was not found before may have been made or pulled since. Throws FailedBuild BuilderNotFound.
    ImageDescription builder(BuildOrder order, Found found) {
        return found.builder().orElseGet(() -> image("builder", order.builder(), order.builderImage()));
    }

    /// Empty where the build has none. Throws FailedBuild BuilderNotFound.
    Optional<ImageDescription> runtime(BuildOrder order, Found found) {
        return Optional.ofNullable(order.runtime())
                .map(stage ->
                        found.runtime().orElseGet(() -> image("runtime image", stage.reference(), stage.image())));
    }

    private ImageDescription image(String kind, String reference, String image) {
        return present(reference, image)
                .orElseThrow(() -> new FailedBuild(
                        FailureReason.BuilderNotFound,
                        "The image of " + kind + " " + reference + " is not on the node that builds."));
    }

    /// What was made since the order was written has another name than the order says.
    private Optional<ImageDescription> present(String reference, String image) {
        return engine.images()
                .inspect(image)
                .or(() -> recipe(reference).flatMap(recipe -> engine.images().inspect(maker.tag(recipe))));
    }

    private Optional<BuilderRecipe> recipe(String reference) {
        return maker.recipes().stream()
                .filter(recipe -> recipe.reference().equals(reference))
                .findFirst();
    }

    /// Of a build whose scripts are known. Throws FailedBuild also for what the images say.
    BuildImages of(BuildOrder order, ScriptSources scripts) {
        Found found = find(order);
        return judged(order, builder(order, found), runtime(order, found), scripts);
    }

    static BuildImages judged(
            BuildOrder order, ImageDescription builder, Optional<ImageDescription> runtime, ScriptSources scripts) {
        Builder judged = BuilderContract.read(builder, scripts);
        return new BuildImages(
                judged,
                runtime.map(image -> RuntimeContract.read(image, order.runtime(), scripts, judged.destination())));
    }
}

package dev.slipway.node.agent;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.pipeline.BuilderCheck;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.OwnLabels;
import dev.slipway.model.assignment.AddedImage;
import dev.slipway.model.assignment.BuilderReference;
import dev.slipway.model.assignment.NodeRegistration.AddedOffer;
import dev.slipway.model.assignment.NodeRegistration.BuilderOffer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The builder images among a node's images, read from their labels, and what it can make besides. Pure.
public final class BuilderOffers {
    private static final String NAME = "dev.slipway.builder.name";
    private static final String VERSION = "dev.slipway.builder.version";
    private static final String DETECTS = "dev.slipway.builder.detects";
    private static final String DESCRIPTION = "io.k8s.description";
    private static final String TAGS = "io.openshift.tags";

    private BuilderOffers() {}

    /// Sorted by name, then version. Of several with one name and version that one counts whose tag says so, as
    /// `…/builder-NAME:VERSION`: what is made from a builder by hand inherits its labels. One without a tag is
    /// offered by its id, unless another has one: then it is what that one was made anew of. Lists in labels are
    /// separated by commas.
    public static List<BuilderOffer> of(List<ImageDescription> images) {
        Map<String, BuilderOffer> offers = new LinkedHashMap<>();
        images.stream()
                .filter(image -> !image.labels().getOrDefault(NAME, "").isBlank())
                .filter(image -> !image.labels().containsKey(OwnLabels.APPLICATION))
                .sorted(Comparator.comparing((ImageDescription image) -> !tagged(image))
                        .thenComparing(image -> image.tags().isEmpty())
                        .thenComparing(ImageDescription::id))
                .map(BuilderOffers::offer)
                .forEach(offer -> offers.putIfAbsent(offer.name() + ":" + offer.version(), offer));
        return offers.values().stream()
                .sorted(Comparator.comparing(BuilderOffer::name)
                        .thenComparing(BuilderOffer::version)
                        .thenComparing(BuilderOffer::imageId))
                .toList();
    }

    private static boolean tagged(ImageDescription image) {
        String ending = BuilderMaker.tagEnding(name(image) + ":" + version(image));
        return image.tags().stream().anyMatch(tag -> tag.endsWith(ending));
    }

    private static String name(ImageDescription image) {
        return image.labels().get(NAME).strip();
    }

    private static String version(ImageDescription image) {
        return image.labels().getOrDefault(VERSION, "").strip();
    }

    /// What can be made here and is not among those offered.
    public static List<BuilderOffer> makeable(BuilderMaker maker, List<BuilderOffer> made) {
        return maker.recipes().stream()
                .filter(recipe -> made.stream()
                        .noneMatch(offer -> offer.name().equals(recipe.name())
                                && offer.version().equals(recipe.version())))
                .map(recipe -> new BuilderOffer(
                        recipe.name(),
                        recipe.version(),
                        maker.tag(recipe),
                        maker.tag(recipe),
                        recipe.description(),
                        recipe.tags(),
                        recipe.detects(),
                        null))
                .toList();
    }

    /// What there is of the images that administrators added, each judged as a build would; inspect looks one up by its
    /// reference. One that the engine cannot be asked for keeps nothing back of the others.
    public static List<AddedOffer> added(
            List<AddedImage> wanted, Function<String, Optional<ImageDescription>> inspect) {
        return wanted.stream().map(one -> lookedUp(one, inspect)).toList();
    }

    private static AddedOffer lookedUp(AddedImage wanted, Function<String, Optional<ImageDescription>> inspect) {
        try {
            return inspect.apply(wanted.image())
                    .map(image -> found(wanted, image))
                    .orElseGet(() -> without(wanted, absent(wanted.image())));
        } catch (EngineException refused) {
            return without(wanted, "The engine says: " + refused.getMessage());
        }
    }

    /// What its first build pulls is no fault.
    private static String absent(String image) {
        return BuilderReference.pullable(image) ? null : "The image " + image + " is not on the node.";
    }

    private static AddedOffer found(AddedImage wanted, ImageDescription image) {
        return new AddedOffer(
                wanted.name(),
                wanted.version(),
                wanted.image(),
                image.id(),
                image.environment(),
                BuilderCheck.fault(image).orElse(null));
    }

    private static AddedOffer without(AddedImage wanted, String fault) {
        return new AddedOffer(wanted.name(), wanted.version(), wanted.image(), null, null, fault);
    }

    private static BuilderOffer offer(ImageDescription image) {
        Map<String, String> labels = image.labels();
        return new BuilderOffer(
                name(image),
                version(image),
                image.tags().stream().sorted().findFirst().orElse(image.id()),
                image.id(),
                labels.getOrDefault(DESCRIPTION, "").strip(),
                image.words(TAGS),
                image.words(DETECTS),
                image.environment());
    }
}

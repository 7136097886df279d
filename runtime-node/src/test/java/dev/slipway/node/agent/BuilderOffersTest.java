package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.builder.BuilderRecipe;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.assignment.AddedImage;
import dev.slipway.model.assignment.NodeRegistration.AddedOffer;
import dev.slipway.model.assignment.NodeRegistration.BuilderOffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BuilderOffersTest {

    @Test
    void builderImagesAreOfferedWithWhatTheirLabelsSay() {
        Map<String, String> labels = Map.of(
                "dev.slipway.builder.name", "nodejs",
                "dev.slipway.builder.version", "18",
                "dev.slipway.builder.detects", "package.json, *.mjs",
                "io.k8s.description", "Node.js 18",
                "io.openshift.tags", "builder,nodejs");
        assertThat(BuilderOffers.of(List.of(image("sha256:b", labels), image("sha256:plain", Map.of()))))
                .containsExactly(new BuilderOffer(
                        "nodejs",
                        "18",
                        "tag:of-sha256:b",
                        "sha256:b",
                        "Node.js 18",
                        List.of("builder", "nodejs"),
                        List.of("package.json", "*.mjs"),
                        Map.of("HOME", "/opt/app-root")));
    }

    @Test
    void builtImageThatInheritedItsBuildersLabelsIsNoBuilder() {
        Map<String, String> labels = Map.of("dev.slipway.builder.name", "nodejs", "dev.slipway.application", "shop");
        assertThat(BuilderOffers.of(List.of(image("sha256:a", labels)))).isEmpty();
    }

    @Test
    void whatWasMadeFromABuilderByHandDoesNotTakeItsPlace() {
        Map<String, String> labels = Map.of("dev.slipway.builder.name", "nodejs", "dev.slipway.builder.version", "24");
        ImageDescription builder = image("sha256:b", "slipway-ab/builder-nodejs:24", labels);
        assertThat(BuilderOffers.of(List.of(image("sha256:a", "by-hand:latest", labels), builder)))
                .extracting(BuilderOffer::imageId)
                .containsExactly("sha256:b");
    }

    @Test
    void whatCanBeMadeIsOfferedBesideUnlessTheVersionIsThere() {
        BuilderMaker maker = new Maker(recipe("nodejs", "18"), recipe("perl", "5.36"));
        Map<String, String> labels = Map.of("dev.slipway.builder.name", "nodejs", "dev.slipway.builder.version", "18");
        List<BuilderOffer> made = BuilderOffers.of(List.of(image("sha256:a", labels)));

        assertThat(BuilderOffers.makeable(maker, made))
                .containsExactly(new BuilderOffer(
                        "perl",
                        "5.36",
                        "tag/perl",
                        "tag/perl",
                        "Runs perl",
                        List.of("builder"),
                        List.of("app.psgi"),
                        null));
        assertThat(BuilderOffers.makeable(new Maker(recipe("nodejs", "20")), made))
                .hasSize(1);
    }

    @Test
    void addedImagesAreLookedForAndJudgedAsABuildWould() {
        Map<String, String> scripts = Map.of("io.openshift.s2i.scripts-url", "image:///usr/libexec/s2i");
        Map<String, ImageDescription> there = Map.of(
                "good:1", described("sha256:good", scripts, "1001"),
                "rooty:1", described("sha256:rooty", scripts, ""),
                "plain:1", described("sha256:plain", Map.of(), "1001"));
        List<AddedImage> wanted = Stream.of("good", "rooty", "plain", "gone", "odd..name")
                .map(name -> new AddedImage(name, "1", name + ":1"))
                .toList();

        List<AddedOffer> offers = BuilderOffers.added(wanted, reference -> {
            if (reference.startsWith("odd")) {
                throw new EngineException(Kind.FAILED, "invalid reference format", null);
            }
            return Optional.ofNullable(there.get(reference));
        });

        assertThat(offers)
                .extracting(AddedOffer::name, AddedOffer::imageId, AddedOffer::fault)
                .containsExactly(
                        tuple("good", "sha256:good", null),
                        tuple(
                                "rooty",
                                "sha256:rooty",
                                "The builder image x:1 has the user root (it names none); it must be numeric and not 0."),
                        tuple("plain", "sha256:plain", "The builder image x:1 names no place of its scripts."),
                        tuple("gone", null, "The image gone:1 is not on the node."),
                        tuple("odd..name", null, "The engine says: invalid reference format"));
        AddedImage inRegistry = new AddedImage("far", "1", "registry.example.org/far:1");
        assertThat(BuilderOffers.added(List.of(inRegistry), _ -> Optional.empty()))
                .extracting(AddedOffer::imageId, AddedOffer::fault)
                .containsExactly(tuple(null, null));
        assertThat(offers.getFirst().environment()).isEqualTo(Map.of("HOME", "/opt/app-root"));
    }

    private static BuilderRecipe recipe(String name, String version) {
        return new BuilderRecipe(name, name, version, "Runs " + name, List.of("builder"), List.of("app.psgi"));
    }

    private static final class Maker implements BuilderMaker {
        private final List<BuilderRecipe> recipes;

        private Maker(BuilderRecipe... recipes) {
            this.recipes = List.of(recipes);
        }

        @Override
        public List<BuilderRecipe> recipes() {
            return recipes;
        }

        @Override
        public String tag(BuilderRecipe recipe) {
            return "tag/" + recipe.name();
        }

        @Override
        public void make(BuilderRecipe recipe, Consumer<String> told) {
            throw new AssertionError("nothing is made by telling of it");
        }
    }

    private static ImageDescription image(String id, Map<String, String> labels) {
        return image(id, "tag:of-" + id, labels);
    }

    private static ImageDescription image(String id, String tag, Map<String, String> labels) {
        return described(id, tag, labels, "");
    }

    private static ImageDescription described(String id, Map<String, String> labels, String user) {
        return described(id, "x:1", labels, user);
    }

    private static ImageDescription described(String id, String tag, Map<String, String> labels, String user) {
        return new ImageDescription(
                id,
                List.of(tag),
                labels,
                Map.of("HOME", "/opt/app-root"),
                user,
                "/",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                1);
    }
}

package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.build.Commit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageLabelsTest {
    private static final String PREFIX = "io.openshift.build.";

    private final BuildOrder order = OrderSamples.order("image");

    @Test
    void whatIsKnownOfTheSourceStandsInThem() {
        assertThat(labels(order, Map.of(), Map.of()))
                .containsEntry(PREFIX + "commit.author", "Ada <ada@example.org>")
                .containsEntry(PREFIX + "commit.id", "c0ffee")
                .containsEntry(PREFIX + "commit.ref", "main")
                .containsEntry(PREFIX + "commit.message", "First")
                .containsEntry(PREFIX + "source-location", "http://localhost:8080/git/shop/web.git")
                .containsEntry(PREFIX + "image", "shell:1")
                .containsEntry("io.k8s.display-name", "slipway-abcdef/shop/web:b7");
    }

    @Test
    void whatWouldBeEmptyIsLeftOutAndASubjectIsCut() {
        BuildOrder bare = OrderSamples.of(order, new Commit("c0ffee", "", "x".repeat(81) + "\nbody", null), "web/app");

        assertThat(labels(bare, Map.of(), Map.of()))
                .containsEntry(PREFIX + "commit.message", "x".repeat(80))
                .containsEntry(PREFIX + "source-context-dir", "web/app")
                .doesNotContainKeys(PREFIX + "commit.author", PREFIX + "commit.ref");
        assertThat(labels(order, Map.of(), Map.of())).doesNotContainKey(PREFIX + "source-context-dir");
    }

    @Test
    void generatedOnesWinOverTheImagesAskedOnesOverThoseAndOursOverAll() {
        Map<String, String> image = Map.of(PREFIX + "commit.id", "old", "kept", "yes", "dev.slipway.build", "other");
        Map<String, String> asked =
                Map.of(PREFIX + "commit.ref", "asked", "kept", "asked", "dev.slipway.build", "asked");

        assertThat(labels(order, image, Map.of()))
                .containsEntry(PREFIX + "commit.id", "c0ffee")
                .containsEntry("kept", "yes")
                .containsEntry("dev.slipway.build", order.id());
        assertThat(labels(order, image, asked))
                .containsEntry(PREFIX + "commit.ref", "asked")
                .containsEntry("kept", "asked")
                .containsEntry("dev.slipway.build", order.id());
    }

    private static Map<String, String> labels(BuildOrder order, Map<String, String> image, Map<String, String> asked) {
        ImageDescription description = new ImageDescription(
                "", List.of(), image, Map.of(), "1001", "/", List.of(), List.of(), List.of(), List.of(), 1);
        return ImageLabels.of(order, new Base(description, "/run"), asked, new BuildNames("abcdef", "n1"));
    }
}

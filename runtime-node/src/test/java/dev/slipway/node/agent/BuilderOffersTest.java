package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.assignment.NodeRegistration.BuilderOffer;
import java.util.List;
import java.util.Map;
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

    private static ImageDescription image(String id, Map<String, String> labels) {
        return new ImageDescription(
                id,
                List.of("tag:of-" + id),
                labels,
                Map.of("HOME", "/opt/app-root"),
                "",
                "/",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                1);
    }
}

package dev.slipway.node.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.assignment.Inventory.HeldImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InventoriesTest {
    @Test
    void imageWithANameOfTheInstallationIsTold() {
        assertThat(held("slipway-a1/builder-nodejs:24", "mine:latest"))
                .extracting(HeldImage::builder)
                .containsExactly("nodejs:24");
    }

    @Test
    void imageThatLostItsNameToANewerOneIsTold() {
        assertThat(held()).hasSize(1);
    }

    @Test
    void whatSomebodyMadeOfABuilderByHandIsTheirs() {
        assertThat(held("mine:latest")).isEmpty();
    }

    private static List<HeldImage> held(String... tags) {
        Map<String, String> labels = Map.of(
                "dev.slipway.installation",
                "a1",
                "dev.slipway.builder.name",
                "nodejs",
                "dev.slipway.builder.version",
                "24");
        ImageDescription image = new ImageDescription(
                "sha256:1", List.of(tags), labels, Map.of(), "1001", "", List.of(), List.of(), List.of(), List.of(), 1);
        return Inventories.of(List.of(image), List.of(), List.of()).images();
    }
}

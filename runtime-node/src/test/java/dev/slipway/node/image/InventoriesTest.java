package dev.slipway.node.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.assignment.Inventory.HeldImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InventoriesTest {
    @Test
    void builderIsToldByItsTag() {
        assertThat(held("slipway-a1/builder-nodejs:24").builder()).isEqualTo("nodejs:24");
    }

    @Test
    void builderThatLostItsTagToANewerOneIsTold() {
        assertThat(held().builder()).isEqualTo("nodejs:24");
    }

    @Test
    void whatSomebodyMadeOfABuilderByHandIsNone() {
        assertThat(held("by-hand:latest").builder()).isNull();
    }

    private static HeldImage held(String... tags) {
        Map<String, String> labels = Map.of("dev.slipway.builder.name", "nodejs", "dev.slipway.builder.version", "24");
        ImageDescription image = new ImageDescription(
                "sha256:1", List.of(tags), labels, Map.of(), "1001", "", List.of(), List.of(), List.of(), List.of(), 1);
        return Inventories.of(List.of(image), List.of(), List.of()).images().getFirst();
    }
}

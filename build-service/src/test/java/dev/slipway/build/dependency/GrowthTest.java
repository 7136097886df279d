package dev.slipway.build.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.dependency.Growth.Layer;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {

    @Test
    void theLayerUsedLastIsTheGround() {
        assertThat(Growth.ground(List.of(layer("a", 0, 100, 3), layer("b", 1, 100, 7), layer("c", 2, 100, 5))))
                .hasValueSatisfying(ground -> assertThat(ground.image()).isEqualTo("b"));
        assertThat(Growth.ground(List.of())).isEmpty();
    }

    @Test
    void withoutAnyUseKnownItIsTheDeepest() {
        assertThat(Growth.ground(List.of(layer("a", 0, 100, 0), layer("b", 2, 100, 0), layer("c", 1, 100, 0))))
                .hasValueSatisfying(ground -> assertThat(ground.image()).isEqualTo("b"));
    }

    @Test
    void lineEndsWithTheEighthOrWhenItIsHalfAsLargeAgain() {
        assertThat(Growth.ground(List.of(layer("a", 7, 150, 1)))).isPresent();
        assertThat(Growth.ground(List.of(layer("a", 8, 100, 1)))).isEmpty();
        assertThat(Growth.ground(List.of(layer("a", 1, 151, 1)))).isEmpty();
    }

    @Test
    void whatWasUsedBeforeIsNoGroundWhereTheLastHasGrownEnough() {
        assertThat(Growth.ground(List.of(layer("a", 0, 100, 1), layer("b", 8, 100, 2))))
                .isEmpty();
    }

    private static Layer layer(String image, int depth, long bytes, long used) {
        return new Layer(image, List.of(image), new LayerPlace("line", depth, 100), bytes, used);
    }
}

package dev.slipway.build.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.dependency.Eviction.Layer;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvictionTest {

    @Test
    void threePerApplicationStay() {
        List<Layer> layers = List.of(
                layer("a", "x", 1), layer("b", "x", 4), layer("c", "x", 2), layer("d", "x", 3), layer("e", "y", 0));

        assertThat(Eviction.of(layers, 100)).containsExactly("a");
    }

    @Test
    void thoseUsedLongestAgoGoUntilTheRestFits() {
        List<Layer> layers = List.of(layer("a", "x", 1), layer("b", "y", 2), layer("c", "z", 3));

        assertThat(Eviction.of(layers, 20)).containsExactly("a");
        assertThat(Eviction.of(layers, 19)).containsExactly("a", "b");
    }

    @Test
    void theOneUsedLastStaysHoweverLargeItIs() {
        assertThat(Eviction.of(List.of(layer("a", "x", 1)), 1)).isEmpty();
    }

    private static Layer layer(String id, String application, long used) {
        return new Layer(id, application, 10, used);
    }
}

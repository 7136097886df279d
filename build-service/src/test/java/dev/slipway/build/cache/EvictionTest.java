package dev.slipway.build.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.cache.Eviction.Kept;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvictionTest {

    @Test
    void threePerApplicationStay() {
        List<Kept> all =
                List.of(kept("a", "x", 1), kept("b", "x", 4), kept("c", "x", 2), kept("d", "x", 3), kept("e", "y", 0));

        assertThat(Eviction.of(all, 100)).containsExactly("a");
    }

    @Test
    void thoseUsedLongestAgoGoUntilTheRestFits() {
        List<Kept> all = List.of(kept("a", "x", 1), kept("b", "y", 2), kept("c", "z", 3));

        assertThat(Eviction.of(all, 20)).containsExactly("a");
        assertThat(Eviction.of(all, 19)).containsExactly("a", "b");
    }

    @Test
    void theOneUsedLastStaysHoweverLargeItIs() {
        assertThat(Eviction.of(List.of(kept("a", "x", 1)), 1)).isEmpty();
    }

    private static Kept kept(String id, String application, long used) {
        return new Kept(id, application, 10, used);
    }
}

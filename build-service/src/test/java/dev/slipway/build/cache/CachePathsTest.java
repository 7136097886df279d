package dev.slipway.build.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.Images.ImageDescription;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CachePathsTest {

    @Test
    void imageThatSaysNothingHasNone() {
        assertThat(CachePaths.of(image(Map.of()))).isEmpty();
    }

    @Test
    void directoriesOfTheImageAreTakenOnceEach() {
        assertThat(paths("/opt/app-root/cache, /home/go/pkg.mod ,/opt/app-root/cache"))
                .containsExactly("/opt/app-root/cache", "/home/go/pkg.mod");
    }

    @Test
    void whatIsNoDirectoryOfItsOwnIsLeftOut() {
        assertThat(paths("/,relative,/a/../b,/a/./b,/a//b,/a/,/proc/self,/proc,/dev/shm,/sys,/devices"))
                .containsExactly("/devices");
    }

    @Test
    void eightAreEnough() {
        assertThat(paths("/a,/b,/c,/d,/e,/f,/g,/h,/i")).hasSize(8).doesNotContain("/i");
    }

    private static List<String> paths(String label) {
        return CachePaths.of(image(Map.of(CachePaths.LABEL, label)));
    }

    private static ImageDescription image(Map<String, String> labels) {
        return new ImageDescription(
                "", List.of(), labels, Map.of(), "1001", "", List.of(), List.of(), List.of(), List.of(), 0);
    }
}

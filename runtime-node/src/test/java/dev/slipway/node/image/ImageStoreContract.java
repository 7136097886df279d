package dev.slipway.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.ImageTransfer.ImageContent;
import dev.slipway.engine.memory.MemoryMachine;
import dev.slipway.node.image.ImageStore.Kept;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// What every image store must do.
abstract class ImageStoreContract {
    private static final String TAG = "slipway-test/shop:b1";

    final MemoryMachine machine = new MemoryMachine().image(TAG, run -> 0).image("slipway-test/other:b1", run -> 0);
    final Engine engine = machine.engine("test");

    /// An empty one, each time it is asked.
    abstract ImageStore empty() throws IOException;

    @Test
    void keptImageIsListedOnceAndComesBackIntoTheEngine() throws IOException {
        ImageStore store = empty();
        String image = id(TAG);

        Kept first = store.put(image, TAG, engine.transfer());
        Kept again = store.put(image, TAG, engine.transfer());
        machine.loseImages();
        engine.transfer().load(store.open(image).orElseThrow(), first.tag());

        assertThat(again).isEqualTo(first);
        assertThat(store.list()).containsExactly(first);
        assertThat(first.image()).isEqualTo(image);
        assertThat(first.digest()).matches("sha256:[0-9a-f]{64}").isNotEqualTo(image);
        assertThat(engine.images().inspect(TAG).orElseThrow().id()).isEqualTo(image);
    }

    @Test
    void equalImagesHaveEqualDigestsEverywhere() throws IOException {
        Kept here = empty().put(id(TAG), TAG, engine.transfer());
        Kept there = empty().put(id(TAG), null, engine.transfer());

        assertThat(there.digest()).isEqualTo(here.digest());
    }

    @Test
    void removedImageIsKeptNoLongerAndOthersAre() throws IOException {
        ImageStore store = empty();
        store.put(id(TAG), TAG, engine.transfer());
        Kept other = store.put(id("slipway-test/other:b1"), null, engine.transfer());

        store.remove(id(TAG));
        store.remove(id(TAG));
        store.collect();

        assertThat(store.open(id(TAG))).isEmpty();
        assertThat(store.list()).containsExactly(other);
        ImageContent content = store.open(other.image()).orElseThrow();
        assertThat(content.open(content.layers().getFirst())).isNotNull();
        assertThat(store.put(id(TAG), TAG, engine.transfer()).image()).isEqualTo(id(TAG));
    }

    @Test
    void imageThatTheEngineLacksCannotBePut() throws IOException {
        ImageStore store = empty();

        assertThatThrownBy(() -> store.put("sha256:" + "f".repeat(64), null, engine.transfer()))
                .isInstanceOf(EngineException.class);
        assertThat(store.list()).isEmpty();
    }

    final String id(String tag) {
        return engine.images().inspect(tag).orElseThrow().id();
    }
}

package dev.slipway.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.engine.ImageTransfer;
import dev.slipway.node.image.ImageStore.Kept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciLayoutTest extends ImageStoreContract {
    private static final Duration GRACE = Duration.ofMinutes(5);
    private static final String TAG = "slipway-test/shop:b1";

    @TempDir
    Path directory;

    private Instant now = Instant.now();

    @Override
    ImageStore empty() throws IOException {
        return layout(Files.createTempDirectory(directory, "layout"));
    }

    private OciLayout layout(Path root) throws IOException {
        return OciLayout.open(root, GRACE, () -> now);
    }

    @Test
    void filesAreAnOciImageLayout() throws IOException {
        Path root = directory.resolve("images");
        Kept kept = layout(root).put(id(TAG), TAG, engine.transfer());

        JsonNode index = json(root.resolve("index.json"));
        JsonNode manifest = json(blob(root, kept.digest()));

        assertThat(json(root.resolve("oci-layout")).path("imageLayoutVersion").asText())
                .isEqualTo("1.0.0");
        assertThat(index.path("manifests").path(0).path("digest").asText()).isEqualTo(kept.digest());
        assertThat(manifest.path("schemaVersion").asInt()).isEqualTo(2);
        assertThat(manifest.path("config").path("digest").asText()).isEqualTo(kept.image());
        for (JsonNode layer : manifest.path("layers")) {
            Path blob = blob(root, layer.path("digest").asText());
            assertThat(Manifest.digest(Files.readAllBytes(blob)))
                    .isEqualTo(layer.path("digest").asText());
            assertThat(Files.size(blob)).isEqualTo(layer.path("size").asLong());
        }
    }

    @Test
    void keptImagesOutliveTheProcessAndItsLeftoversDoNot() throws IOException {
        Path root = directory.resolve("images");
        Kept kept = layout(root).put(id(TAG), TAG, engine.transfer());
        Files.writeString(root.resolve("incoming/half"), "half a layer");

        OciLayout again = layout(root);

        assertThat(again.list()).containsExactly(kept);
        assertThat(root.resolve("incoming")).isEmptyDirectory();
    }

    @Test
    void processThatDiesBeforeTheDescriptorLeavesNoImageAndTheNextPutIsWhole() throws IOException {
        Path root = directory.resolve("images");
        OciLayout layout = layout(root);
        assertThatThrownBy(() -> layout.put(id(TAG), TAG, dyingAfterTheLayers()))
                .isInstanceOf(UncheckedIOException.class);

        OciLayout again = layout(root);

        assertThat(again.list()).isEmpty();
        assertThat(again.put(id(TAG), TAG, engine.transfer()).image()).isEqualTo(id(TAG));
    }

    private ImageTransfer dyingAfterTheLayers() {
        return new ImageTransfer() {
            @Override
            public Made save(String image, Predicate<String> wanted, LayerSink sink) {
                engine.transfer().save(image, wanted, sink);
                throw new UncheckedIOException(new IOException("killed"));
            }

            @Override
            public void load(ImageContent content, String tag) {}
        };
    }

    @Test
    void imageWithATornBlobIsNotUsed() throws IOException {
        Path root = directory.resolve("images");
        Kept kept = layout(root).put(id(TAG), TAG, engine.transfer());
        Files.writeString(blob(root, kept.image()), "torn");

        assertThat(layout(root).list()).isEmpty();
    }

    @Test
    void bytesOfARemovedImageStayForTheGraceTimeAndGoThen() throws IOException {
        Path root = directory.resolve("images");
        OciLayout layout = layout(root);
        Kept kept = layout.put(id(TAG), TAG, engine.transfer());
        List<Path> blobs = blobs(root);

        layout.remove(kept.image());
        layout.collect();
        assertThat(blobs(root)).isEqualTo(blobs);
        now = now.plus(GRACE).plusSeconds(5);
        layout.collect();

        assertThat(blobs(root)).isEmpty();
        assertThat(root.resolve("removed")).isEmptyDirectory();
    }

    @Test
    void collectingTakesNothingThatAKeptImageNeeds() throws IOException {
        Path root = directory.resolve("images");
        OciLayout layout = layout(root);
        layout.put(id(TAG), TAG, engine.transfer());
        Kept other = layout.put(id("slipway-test/other:b1"), null, engine.transfer());
        layout.remove(id(TAG));
        now = now.plus(GRACE).plusSeconds(5);

        layout.collect();

        assertThat(layout(root).list()).containsExactly(other);
    }

    private static Path blob(Path root, String digest) {
        return root.resolve("blobs/sha256").resolve(digest.substring("sha256:".length()));
    }

    private static List<Path> blobs(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("blobs/sha256"))) {
            return files.sorted().toList();
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return Manifest.JSON.readTree(Files.readAllBytes(file));
    }
}

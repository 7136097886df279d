package dev.slipway.node.image;

import dev.slipway.engine.ImageTransfer;
import dev.slipway.engine.ImageTransfer.ImageContent;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Images besides the engine: for a backup, for an engine that has lost them, for another node. An image is known by
/// its id (`sha256:<hex>` of its configuration), and told to others by the digest of its manifest, which is the same
/// wherever the image is put. One process writes.
public interface ImageStore {

    /// Puts an image in, durably; tag may be null. One that is there costs nothing. Throws what saving it throws, and
    /// IOException when it cannot be written.
    Kept put(String image, String tag, ImageTransfer from) throws IOException;

    List<Kept> list();

    Optional<ImageContent> open(String image) throws IOException;

    /// The image is kept no longer; its bytes stay for a grace time, so that a backup that has begun finds them. Not
    /// there is fine.
    void remove(String image) throws IOException;

    /// Deletes what no image needs and none has needed for the grace time.
    void collect() throws IOException;

    /// digest is the manifest's; tag may be null; bytes counts configuration, manifest and layers, shared or not.
    record Kept(String image, String digest, String tag, long bytes) {}
}

package dev.slipway.node.image;

import dev.slipway.engine.ImageTransfer;
import dev.slipway.engine.ImageTransfer.ImageContent;
import dev.slipway.engine.ImageTransfer.Layer;
import dev.slipway.engine.ImageTransfer.Made;
import dev.slipway.node.image.Manifest.Descriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// An OCI image layout on disk (image specification 1.0): `blobs/sha256/<hex>` for configurations, manifests and
/// layers (uncompressed, so that a layer's digest is the one its configuration names), `images/<hex of the image
/// id>.json`
/// with the descriptor of each kept image's manifest, `removed/` with those of the grace time, `index.json` made of
/// the first. An image counts from the moment its descriptor is there, which is written last; so the process may be
/// killed at any point.
public final class OciLayout implements ImageStore {
    private static final String IMAGE = "dev.slipway.image";
    private static final String TAG = "org.opencontainers.image.ref.name";
    private static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
    private static final System.Logger LOG = System.getLogger(OciLayout.class.getName());

    private final Path root;
    private final Path images;
    private final Path removed;
    private final Blobs blobs;
    private final Duration grace;
    private final InstantSource clock;
    private final Map<String, Kept> kept = new TreeMap<>();

    private OciLayout(Path root, Duration grace, InstantSource clock) {
        this.root = root;
        this.images = root.resolve("images");
        this.removed = root.resolve("removed");
        this.blobs = new Blobs(root.resolve("blobs/sha256"), root.resolve("incoming"));
        this.grace = grace;
        this.clock = clock;
    }

    /// root is made when it is missing; what a killed process left half made is removed. clock is compared with times
    /// of files.
    public static OciLayout open(Path root, Duration grace, InstantSource clock) throws IOException {
        OciLayout layout = new OciLayout(root, grace, clock);
        layout.prepare();
        return layout;
    }

    private void prepare() throws IOException {
        for (Path directory : List.of(images, removed, blobs.directory(), blobs.incoming())) {
            Files.createDirectories(directory);
        }
        clear(blobs.incoming());
        if (!Files.exists(root.resolve("oci-layout"))) {
            blobs.write(root.resolve("oci-layout"), Manifest.json(Map.of("imageLayoutVersion", "1.0.0")));
        }
        for (Path file : files(images)) {
            Descriptor descriptor = Manifest.JSON.readValue(Files.readAllBytes(file), Descriptor.class);
            if (whole(descriptor)) {
                Kept image = described(descriptor);
                kept.put(image.image(), image);
            } else {
                LOG.log(System.Logger.Level.WARNING, "parts of the image in {0} are missing; it is not used", file);
                Files.delete(file);
            }
        }
        index();
    }

    private boolean whole(Descriptor descriptor) throws IOException {
        if (!blobs.has(descriptor.digest())) {
            return false;
        }
        for (Descriptor part : manifest(descriptor.digest()).parts().toList()) {
            if (!blobs.has(part.digest()) || Files.size(blobs.path(part.digest())) != part.size()) {
                return false;
            }
        }
        return true;
    }

    private Manifest manifest(String digest) throws IOException {
        return Manifest.read(Files.readAllBytes(blobs.path(digest)));
    }

    private Kept described(Descriptor descriptor) throws IOException {
        Manifest manifest = manifest(descriptor.digest());
        long bytes =
                descriptor.size() + manifest.parts().mapToLong(Descriptor::size).sum();
        String tag = descriptor.annotations() == null
                ? null
                : descriptor.annotations().get(TAG);
        return new Kept(manifest.image(), descriptor.digest(), tag, bytes);
    }

    @Override
    public synchronized Kept put(String image, String tag, ImageTransfer from) throws IOException {
        Kept present = kept.get(image);
        if (present != null) {
            return present;
        }
        Made made = from.save(image, layer -> !blobs.has(layer), blobs::put);
        Manifest manifest = Manifest.of(made.configuration(), layers(made));
        if (!manifest.image().equals(image)) {
            throw new IOException("image " + image + " came out as " + manifest.image());
        }
        blobs.put(new ByteArrayInputStream(made.configuration()));
        return keep(manifest, tag);
    }

    private List<Layer> layers(Made made) throws IOException {
        List<Layer> layers = new ArrayList<>();
        for (String digest : made.layers()) {
            if (!blobs.has(digest)) {
                throw new IOException("layer " + digest + " did not come out of the engine");
            }
            layers.add(new Layer(digest, Files.size(blobs.path(digest))));
        }
        return layers;
    }

    private Kept keep(Manifest manifest, String tag) throws IOException {
        byte[] bytes = manifest.bytes();
        String digest = blobs.put(new ByteArrayInputStream(bytes));
        Map<String, String> annotations = new TreeMap<>(Map.of(IMAGE, manifest.image()));
        if (tag != null) {
            annotations.put(TAG, tag);
        }
        Descriptor descriptor = new Descriptor(Manifest.MEDIA_TYPE, digest, bytes.length, annotations);
        blobs.write(file(images, manifest.image()), Manifest.json(descriptor));
        Files.deleteIfExists(file(removed, manifest.image()));
        Kept image = described(descriptor);
        kept.put(image.image(), image);
        index();
        return image;
    }

    private Path file(Path directory, String image) {
        return directory.resolve(blobs.path(image).getFileName() + ".json");
    }

    /// For tools that know the specification; nothing here reads it.
    private void index() throws IOException {
        List<Descriptor> manifests = new ArrayList<>();
        for (Path file : files(images)) {
            manifests.add(Manifest.JSON.readValue(Files.readAllBytes(file), Descriptor.class));
        }
        blobs.write(
                root.resolve("index.json"),
                Manifest.json(
                        new TreeMap<>(Map.of("schemaVersion", 2, "mediaType", INDEX_TYPE, "manifests", manifests))));
    }

    @Override
    public synchronized List<Kept> list() {
        return List.copyOf(kept.values());
    }

    @Override
    public synchronized Optional<ImageContent> open(String image) throws IOException {
        Kept found = kept.get(image);
        if (found == null) {
            return Optional.empty();
        }
        Manifest manifest = manifest(found.digest());
        byte[] configuration = Files.readAllBytes(blobs.path(manifest.image()));
        return Optional.of(new Content(configuration, manifest.content(), blobs));
    }

    private record Content(byte[] configuration, List<Layer> layers, Blobs blobs) implements ImageContent {
        @Override
        public InputStream open(Layer layer) throws IOException {
            return Files.newInputStream(blobs.path(layer.digest()));
        }
    }

    @Override
    public synchronized void remove(String image) throws IOException {
        if (kept.remove(image) == null) {
            return;
        }
        Files.setLastModifiedTime(file(images, image), FileTime.from(clock.instant()));
        Blobs.move(file(images, image), file(removed, image));
        Blobs.sync(images);
        index();
    }

    @Override
    public synchronized void collect() throws IOException {
        clear(blobs.incoming());
        for (Path file : files(removed)) {
            if (over(file)) {
                Files.delete(file);
            }
        }
        Set<String> needed = needed();
        for (Path blob : blobs.all()) {
            if (!needed.contains(Blobs.digest(blob)) && over(blob)) {
                Files.delete(blob);
            }
        }
    }

    private boolean over(Path file) throws IOException {
        Instant since = Files.getLastModifiedTime(file).toInstant();
        return !since.plus(grace).isAfter(clock.instant());
    }

    /// What images name that are kept or were until a moment ago.
    private Set<String> needed() throws IOException {
        Set<String> needed = new HashSet<>();
        for (Path file :
                Stream.concat(files(images).stream(), files(removed).stream()).toList()) {
            String digest = Manifest.JSON
                    .readValue(Files.readAllBytes(file), Descriptor.class)
                    .digest();
            needed.add(digest);
            if (blobs.has(digest)) {
                manifest(digest).parts().map(Descriptor::digest).forEach(needed::add);
            }
        }
        return needed;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void clear(Path directory) throws IOException {
        for (Path file : files(directory)) {
            Files.delete(file);
        }
    }
}

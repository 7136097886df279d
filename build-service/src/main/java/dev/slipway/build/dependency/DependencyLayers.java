package dev.slipway.build.dependency;

import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.Images.ImageConfiguration;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.assignment.BuildOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The dependency layers on this node: images of the engine, told apart by their tags. The platform knows nothing
/// of them and no release needs one: an image made on top of a layer keeps its files when the layer's own name
/// goes.
public final class DependencyLayers {
    private static final String KIND = "dev.slipway.kind";
    private static final String DEPENDENCIES = "dependencies";
    private static final String PROJECT = "dev.slipway.project";
    private static final String APPLICATION = "dev.slipway.application";
    private static final String BUILDER = "dev.slipway.builder.name";
    private static final String BUILDER_VERSION = "dev.slipway.builder.version";
    private static final System.Logger LOG = System.getLogger(DependencyLayers.class.getName());

    private final Engine engine;
    private final String installation;
    private final long mostBytes;
    /// When each was last used, in counts of uses. One that this process has not seen used is the oldest.
    private final Map<String, Long> uses = new ConcurrentHashMap<>();

    private final AtomicLong clock = new AtomicLong();

    /// mostBytes is what all of them together may add to the builder images they stand on.
    public DependencyLayers(Engine engine, String installation, long mostBytes) {
        this.engine = engine;
        this.installation = installation;
        this.mostBytes = mostBytes;
    }

    /// Whether the image is one of these.
    public static boolean is(ImageDescription image) {
        return DEPENDENCIES.equals(image.labels().get(KIND));
    }

    /// The image to assemble on.
    public Optional<String> find(BuildOrder order, String key) {
        String tag = tag(order.network().number(), key);
        Optional<String> found = engine.images().inspect(tag).map(ImageDescription::id);
        found.ifPresent(_ -> uses.put(tag, clock.incrementAndGet()));
        return found;
    }

    /// Makes a layer of the container in which they were installed, and lets go of those that are too many. builder
    /// is the image it was made of, whose configuration the layer has.
    public String keep(BuildOrder order, String key, ImageDescription builder, String container) {
        Map<String, String> labels = new LinkedHashMap<>(builder.labels());
        labels.put(KIND, DEPENDENCIES);
        labels.put(PROJECT, order.projectId());
        labels.put(APPLICATION, order.application());
        String tag = tag(order.network().number(), key);
        String image = engine.images()
                .commit(
                        container,
                        new ImageConfiguration(
                                builder.command(), builder.entrypoint(), builder.user(), builder.environment(), labels),
                        tag);
        uses.put(tag, clock.incrementAndGet());
        evict();
        return image;
    }

    private String tag(int project, String key) {
        return "slipway-" + installation + "/" + DEPENDENCIES + ":" + prefix(project) + key;
    }

    private static String prefix(int project) {
        return "p" + project + "-";
    }

    /// Those of a project that is gone.
    public static void removeOf(Engine engine, int project) {
        layers(engine).stream()
                .filter(layer -> layer.tags().stream().anyMatch(tag -> tag.contains(":" + prefix(project))))
                .forEach(layer -> remove(engine, layer));
    }

    private static List<ImageDescription> layers(Engine engine) {
        return engine.images().list(Map.of(KIND, DEPENDENCIES));
    }

    private void evict() {
        Map<String, Long> builders = new HashMap<>();
        engine.images().list(Map.of()).stream()
                .filter(image -> !image.labels().containsKey(APPLICATION))
                .forEach(image -> builders.put(builder(image), image.bytes()));
        Map<String, ImageDescription> byId = new LinkedHashMap<>();
        List<Eviction.Layer> held = new ArrayList<>();
        for (ImageDescription image : layers(engine)) {
            byId.put(image.id(), image);
            held.add(new Eviction.Layer(
                    image.id(),
                    image.labels().get(PROJECT) + "/" + image.labels().get(APPLICATION),
                    Math.max(0, image.bytes() - builders.getOrDefault(builder(image), 0L)),
                    image.tags().stream()
                            .mapToLong(tag -> uses.getOrDefault(tag, 0L))
                            .max()
                            .orElse(0)));
        }
        for (String id : Eviction.of(held, mostBytes)) {
            remove(engine, byId.get(id));
            byId.get(id).tags().forEach(uses::remove);
        }
    }

    private static String builder(ImageDescription image) {
        return image.labels().get(BUILDER) + ":" + image.labels().get(BUILDER_VERSION);
    }

    /// One that a container uses stays until the next time.
    private static void remove(Engine engine, ImageDescription layer) {
        try {
            engine.images().remove(layer.id());
        } catch (EngineException used) {
            LOG.log(System.Logger.Level.DEBUG, "dependency layer " + layer.id() + " stays for now", used);
        }
    }
}

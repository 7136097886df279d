package dev.slipway.build.dependency;

import dev.slipway.build.cache.Eviction;
import dev.slipway.build.cache.Uses;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.Images.ImageConfiguration;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.OwnLabels;
import dev.slipway.model.assignment.BuildOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The dependency layers on this node: images of the engine, told apart by their tags. The platform knows nothing
/// of them and no release needs one: an image made on top of a layer keeps its files when the layer's own name
/// goes.
public final class DependencyLayers {
    private static final String DEPENDENCIES = "dependencies";
    private static final String BUILDER = "dev.slipway.builder.name";
    private static final String BUILDER_VERSION = "dev.slipway.builder.version";
    /// Says the {@link LayerPlace} of a layer. Empty for what is none: images have the labels of what they are made of,
    /// unless they say something else.
    public static final String PLACE = "dev.slipway.dependencies.place";

    private static final int MOST_DECLINED = 1000;
    private static final System.Logger LOG = System.getLogger(DependencyLayers.class.getName());

    private final Engine engine;
    private final String installation;
    private final long mostBytes;
    private final Uses uses = new Uses();
    private final Set<String> declined = ConcurrentHashMap.newKeySet();

    /// mostBytes is what all of them together may add to the builder images they stand on.
    public DependencyLayers(Engine engine, String installation, long mostBytes) {
        this.engine = engine;
        this.installation = installation;
        this.mostBytes = mostBytes;
    }

    /// Whether the image is one of these.
    public static boolean is(ImageDescription image) {
        return DEPENDENCIES.equals(image.labels().get(OwnLabels.KIND));
    }

    /// The image to assemble on.
    public Optional<String> find(BuildOrder order, String key) {
        String tag = tag(order.network().number(), key);
        Optional<String> found = engine.images().inspect(tag).map(ImageDescription::id);
        found.ifPresent(_ -> uses.used(tag));
        return found;
    }

    /// What a layer is made on, and the place that it has then. Without a place nothing will be made on top of it.
    public record Ground(String image, Optional<LayerPlace> place) {

        public static Ground fresh(ImageDescription builder, Optional<String> line) {
            return new Ground(builder.id(), line.map(LayerPlace::first));
        }

        public boolean isFresh() {
            return place.filter(one -> one.depth() > 0).isEmpty();
        }
    }

    /// An earlier layer of the line on which the next one can be made; empty where it has to be made afresh.
    public Optional<Ground> ground(BuildOrder order, String line, ImageDescription builder) {
        List<Growth.Layer> layers =
                engine
                        .images()
                        .list(Map.of(OwnLabels.KIND, DEPENDENCIES, OwnLabels.PROJECT, order.projectId()))
                        .stream()
                        .filter(layer -> !layer.tags().isEmpty())
                        .flatMap(layer -> placed(layer, line, builder).stream())
                        .toList();
        Optional<Growth.Layer> ground = Growth.ground(layers);
        ground.ifPresent(layer -> layer.tags().forEach(uses::used));
        return ground.map(
                layer -> new Ground(layer.image(), Optional.of(layer.place().next(layer.bytes()))));
    }

    /// Empty for one of another line.
    private Optional<Growth.Layer> placed(ImageDescription layer, String line, ImageDescription builder) {
        return LayerPlace.read(layer.labels().getOrDefault(PLACE, ""))
                .filter(place -> place.line().equals(line))
                .map(place -> new Growth.Layer(
                        layer.id(), layer.tags(), place, Math.max(0, layer.bytes() - builder.bytes()), used(layer)));
    }

    private long used(ImageDescription layer) {
        return layer.tags().stream().mapToLong(uses::last).max().orElse(0);
    }

    /// Makes a layer of the container in which they were installed, and lets go of those that are too many. builder
    /// is the image whose configuration the layer has; ground is what the container was made of.
    public synchronized String keep(
            BuildOrder order, String key, ImageDescription builder, Ground ground, String container) {
        Map<String, String> labels = new LinkedHashMap<>(builder.labels());
        labels.put(OwnLabels.KIND, DEPENDENCIES);
        labels.put(OwnLabels.PROJECT, order.projectId());
        labels.put(OwnLabels.APPLICATION, order.application());
        labels.put(PLACE, ground.place().map(LayerPlace::text).orElse(""));
        String tag = tag(order.network().number(), key);
        uses.used(tag);
        String image = engine.images()
                .commit(
                        container,
                        new ImageConfiguration(
                                builder.command(), builder.entrypoint(), builder.user(), builder.environment(), labels),
                        tag);
        evict();
        return image;
    }

    /// Installing these alone needs more of the source than the builder asks for: this is not tried again.
    public void decline(String key) {
        if (declined.size() >= MOST_DECLINED) {
            declined.clear();
        }
        declined.add(key);
    }

    public boolean declined(String key) {
        return declined.contains(key);
    }

    private String tag(int project, String key) {
        return "slipway-" + installation + "/" + DEPENDENCIES + ":" + prefix(project) + key;
    }

    private static String prefix(int project) {
        return "p" + project + "-";
    }

    /// Those of a project that is gone. Throws EngineException when the engine cannot be asked.
    public static void removeOf(Engine engine, int project) {
        layers(engine).stream()
                .flatMap(layer -> layer.tags().stream())
                .filter(tag -> tag.contains(":" + prefix(project)))
                .forEach(engine.images()::remove);
    }

    private static List<ImageDescription> layers(Engine engine) {
        return engine.images().list(Map.of(OwnLabels.KIND, DEPENDENCIES));
    }

    private void evict() {
        try {
            List<ImageDescription> all = engine.images().list(Map.of());
            List<ImageDescription> layers =
                    all.stream().filter(DependencyLayers::is).toList();
            Eviction.of(held(layers, all), mostBytes).forEach(this::letGo);
            layers.stream().filter(layer -> layer.tags().isEmpty()).forEach(this::removeUntagged);
        } catch (EngineException later) {
            LOG.log(System.Logger.Level.DEBUG, "dependency layers are evicted later", later);
        }
    }

    /// Not while a container stands on it.
    private void letGo(String tag) {
        try {
            engine.images().remove(tag);
            uses.forget(tag);
        } catch (EngineException used) {
            LOG.log(System.Logger.Level.DEBUG, "dependency layer " + tag + " stays for now", used);
        }
    }

    private List<Eviction.Kept> held(List<ImageDescription> layers, List<ImageDescription> all) {
        Map<String, Long> builders = new HashMap<>();
        all.stream()
                .filter(image -> !image.labels().containsKey(OwnLabels.APPLICATION))
                .forEach(image -> builders.put(builder(image), image.bytes()));
        List<Eviction.Kept> held = new ArrayList<>();
        for (ImageDescription image : layers) {
            String application =
                    image.labels().get(OwnLabels.PROJECT) + "/" + image.labels().get(OwnLabels.APPLICATION);
            long bytes = Math.max(0, image.bytes() - builders.getOrDefault(builder(image), 0L));
            image.tags().forEach(tag -> held.add(new Eviction.Kept(tag, application, bytes, uses.last(tag))));
        }
        return held;
    }

    private static String builder(ImageDescription image) {
        return image.labels().get(BUILDER) + ":" + image.labels().get(BUILDER_VERSION);
    }

    /// A later layer has its name, or nobody gave it one. While images stand on it the engine keeps it, and lets go
    /// of it with the last of them.
    private void removeUntagged(ImageDescription layer) {
        try {
            engine.images().remove(layer.id());
        } catch (EngineException used) {
            LOG.log(System.Logger.Level.DEBUG, "dependency layer " + layer.id() + " stays for now", used);
        }
    }
}

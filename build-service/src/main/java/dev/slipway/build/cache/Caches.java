package dev.slipway.build.cache;

import dev.slipway.engine.ContainerSpec.VolumePlace;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.Volumes.Volume;
import dev.slipway.model.assignment.BuildOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The caches on this node: directories that a builder declares, whose content one build leaves to the next one of the
/// same branch of the same application on the same builder image. Volumes of the engine, which the platform knows
/// nothing of and no image has. In the hands of one build at a time; another one goes without.
public final class Caches {
    private static final String KIND = "dev.slipway.kind";
    private static final String CACHE = "cache";
    private static final String NETWORK = "dev.slipway.network";
    private static final String PROJECT = "dev.slipway.project";
    private static final String APPLICATION = "dev.slipway.application";
    /// Has the place of an attempt at a build while a cache is removed.
    private static final String REMOVAL = "";

    private static final System.Logger LOG = System.getLogger(Caches.class.getName());

    private final Engine engine;
    private final String installation;
    private final long eachBytes;
    private final long allBytes;
    /// The attempt that has each.
    private final Map<String, String> holders = new ConcurrentHashMap<>();

    private final Map<String, Long> sizes = new ConcurrentHashMap<>();
    private final Uses uses = new Uses();

    /// eachBytes is what one of them may hold, allBytes what all of the node may.
    public Caches(Engine engine, String installation, long eachBytes, long allBytes) {
        this.engine = engine;
        this.installation = installation;
        this.eachBytes = eachBytes;
        this.allBytes = allBytes;
    }

    /// From now on the attempt's alone. Empty where the builder declares none, or somebody else has it; told hears what
    /// there is, and why. Throws EngineException when the engine cannot be asked.
    public Optional<Cache> take(BuildOrder order, String attempt, ImageDescription builder, Consumer<String> told) {
        List<String> paths = CachePaths.of(builder);
        if (paths.isEmpty()) {
            return Optional.empty();
        }
        String key = key(order, builder);
        if (!free(key, attempt)) {
            told.accept("Without the cache: another build of this branch has it.");
            return Optional.empty();
        }
        if (order.clean() || size(key) > eachBytes) {
            removeAll(key);
        }
        long bytes = size(key);
        told.accept(
                bytes > 0
                        ? "The cache is that of earlier builds of this branch, " + mebibytes(bytes) + "."
                        : empty(order));
        uses.used(key);
        return Optional.of(new Cache(key, places(order, key, paths), bytes));
    }

    private static String empty(BuildOrder order) {
        return "The cache is empty: "
                + (order.clean()
                        ? "a clean build."
                        : "no earlier build of this branch on this builder image left one.");
    }

    private static String key(BuildOrder order, ImageDescription builder) {
        BranchKey branch =
                new BranchKey(builder.id(), order.application(), order.commit().ref());
        return "p" + order.network().number() + "-" + branch.text();
    }

    private static String mebibytes(long bytes) {
        return bytes < 1 << 20 ? "less than 1 MiB" : (bytes >> 20) + " MiB";
    }

    /// Also a container that an earlier process left may be at it.
    private boolean free(String key, String attempt) {
        if (holders.putIfAbsent(key, attempt) != null) {
            return false;
        }
        if (engine.containers().list(Map.of(Cache.LABEL, key)).isEmpty()) {
            return true;
        }
        holders.remove(key);
        return false;
    }

    private List<VolumePlace> places(BuildOrder order, String key, List<String> paths) {
        Map<String, String> labels = Map.of(
                KIND,
                CACHE,
                NETWORK,
                String.valueOf(order.network().number()),
                PROJECT,
                order.projectId(),
                APPLICATION,
                order.application(),
                Cache.LABEL,
                key);
        List<VolumePlace> places = new ArrayList<>();
        for (String path : paths) {
            String volume = "slipway-" + installation + "-cache-" + key + "-" + places.size();
            places.add(new VolumePlace(volume, labels, path));
        }
        return places;
    }

    /// An attempt of an earlier process goes on in that container. Returns what its cache holds by now, in bytes; 0
    /// where
    /// it has none.
    public long adopt(String attempt, ContainerStatus container) {
        String key = container.labels().getOrDefault(Cache.LABEL, "");
        if (key.isEmpty()) {
            return 0;
        }
        holders.put(key, attempt);
        return Math.min(size(key), eachBytes);
    }

    /// No container of the attempt is there any more: what it had is measured, and removed if it is too large.
    public void giveBack(String attempt) {
        List<String> had = holders.entrySet().stream()
                .filter(holder -> holder.getValue().equals(attempt))
                .map(Map.Entry::getKey)
                .toList();
        for (String key : had) {
            try {
                if (measured(key) > eachBytes) {
                    removeAll(key);
                }
            } catch (EngineException later) {
                LOG.log(System.Logger.Level.DEBUG, "the cache " + key + " is measured later", later);
            } finally {
                holders.remove(key, attempt);
            }
        }
        if (!had.isEmpty()) {
            evict();
        }
    }

    private synchronized void evict() {
        try {
            Map<String, List<Volume>> all =
                    engine.volumes().list(Map.of(KIND, CACHE)).stream().collect(Collectors.groupingBy(Caches::key));
            List<Eviction.Kept> kept = all.entrySet().stream()
                    .map(cache -> kept(cache.getKey(), cache.getValue().getFirst()))
                    .toList();
            Eviction.of(kept, allBytes).forEach(this::letGo);
        } catch (EngineException later) {
            LOG.log(System.Logger.Level.DEBUG, "caches are evicted later", later);
        }
    }

    private Eviction.Kept kept(String key, Volume volume) {
        String application =
                volume.labels().get(PROJECT) + "/" + volume.labels().get(APPLICATION);
        return new Eviction.Kept(key, application, Math.min(size(key), eachBytes), uses.last(key));
    }

    private static String key(Volume volume) {
        return volume.labels().getOrDefault(Cache.LABEL, "");
    }

    /// Not while somebody has it.
    private void letGo(String key) {
        if (holders.putIfAbsent(key, REMOVAL) == null) {
            try {
                removeAll(key);
                uses.forget(key);
            } catch (EngineException used) {
                LOG.log(System.Logger.Level.DEBUG, "the cache " + key + " stays for now", used);
            } finally {
                holders.remove(key, REMOVAL);
            }
        }
    }

    /// Measured once, and again when a build has had it. Long.MAX_VALUE where counting takes too long.
    private long size(String key) {
        Long known = sizes.get(key);
        return known == null ? measured(key) : known;
    }

    private long measured(String key) {
        long bytes = 0;
        for (Volume volume : volumes(key)) {
            long more = engine.volumes().bytes(volume.name());
            bytes = more > Long.MAX_VALUE - bytes ? Long.MAX_VALUE : bytes + more;
        }
        sizes.put(key, bytes);
        return bytes;
    }

    private void removeAll(String key) {
        sizes.remove(key);
        volumes(key).stream().map(Volume::name).forEach(engine.volumes()::remove);
    }

    private List<Volume> volumes(String key) {
        return engine.volumes().list(Map.of(KIND, CACHE, Cache.LABEL, key));
    }

    /// Those of a project that is gone. Throws EngineException when the engine cannot be asked, or a container has one.
    public static void removeOf(Engine engine, int project) {
        engine.volumes().list(Map.of(KIND, CACHE, NETWORK, String.valueOf(project))).stream()
                .map(Volume::name)
                .forEach(engine.volumes()::remove);
    }
}

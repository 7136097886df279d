package dev.slipway.build.cache;

import dev.slipway.build.cache.Cache.Name;
import dev.slipway.engine.ContainerSpec.VolumePlace;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.OwnLabels;
import dev.slipway.engine.Volumes.Volume;
import dev.slipway.model.assignment.BuildOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The caches on this node: directories that a builder declares, whose content one build leaves to the next one of the
/// same branch of the same application on the same builder image. Volumes of the engine, which the platform knows
/// nothing of and no image has. In the hands of one build at a time while it assembles; another one goes without. What
/// is begun anew is another generation: nobody waits until the one before can be removed.
public final class Caches {
    private static final String CACHE = "cache";
    private static final String PREFIX = "slipway-%s-cache-%s-%d";
    private static final String TAKEN = "Without the cache: another build of this branch has it.";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}");
    /// Has the place of an attempt at a build while a cache is removed.
    private static final String REMOVAL = "";

    private static final System.Logger LOG = System.getLogger(Caches.class.getName());

    private final Engine engine;
    private final String installation;
    private final long eachBytes;
    private final long allBytes;
    private final Executor aside;
    /// The attempt that has each.
    private final Map<Name, String> holders = new ConcurrentHashMap<>();

    /// Nobody takes these any more, though they could not be removed yet.
    private final Set<Name> givenUp = ConcurrentHashMap.newKeySet();

    private final Map<Name, Long> sizes = new ConcurrentHashMap<>();
    private final Uses uses = new Uses();

    /// eachBytes is what one of them may hold, allBytes what all of the node may; aside runs what no build waits for.
    public Caches(Engine engine, String installation, long eachBytes, long allBytes, Executor aside) {
        this.engine = engine;
        this.installation = installation;
        this.eachBytes = eachBytes;
        this.allBytes = allBytes;
        this.aside = aside;
    }

    /// From now on the attempt's alone. Empty where the builder declares none, or somebody else has it; told hears what
    /// there is, and why. Throws EngineException when the engine cannot be asked.
    public Optional<Cache> take(BuildOrder order, String attempt, ImageDescription builder, Consumer<String> told) {
        List<String> paths = CachePaths.of(builder);
        if (paths.isEmpty()) {
            return Optional.empty();
        }
        if (order.commit().ref() != null && HASH.matcher(order.commit().ref()).matches()) {
            told.accept("Without a cache: it is a branch's, and this is a commit by its hash.");
            return Optional.empty();
        }
        Optional<Name> newest = newest(order, builder);
        Name name = newest.filter(one -> !order.clean() && !givenUp.contains(one) && !tooLarge(one))
                .orElseGet(() -> newest.map(Name::next).orElse(new Name(key(order, builder), 1)));
        if (holders.putIfAbsent(name, attempt) != null) {
            told.accept(TAKEN);
            return Optional.empty();
        }
        Optional<Cache> taken = Optional.empty();
        try {
            taken = taken(order, newest, name, paths, told);
        } finally {
            if (taken.isEmpty()) {
                holders.remove(name, attempt);
            }
        }
        return taken;
    }

    /// Also a container that an earlier process left may be at it.
    private Optional<Cache> taken(
            BuildOrder order, Optional<Name> newest, Name name, List<String> paths, Consumer<String> told) {
        if (engine.containers().list(name.labels()).stream().anyMatch(ContainerStatus::running)) {
            told.accept(TAKEN);
            return Optional.empty();
        }
        told.accept(newest.equals(Optional.of(name)) ? found(name) : empty(order));
        uses.used(name.text());
        return Optional.of(new Cache(name, places(order, name, paths)));
    }

    /// Of a build that needs none: a clean one leaves nothing of what was there.
    public void pass(BuildOrder order, ImageDescription builder) {
        if (order.clean() && !CachePaths.of(builder).isEmpty()) {
            aside(() -> newest(order, builder).ifPresent(givenUp::add));
        }
    }

    private Optional<Name> newest(BuildOrder order, ImageDescription builder) {
        return engine.volumes().list(Map.of(OwnLabels.KIND, CACHE, Name.KEY, key(order, builder))).stream()
                .flatMap(volume -> Name.of(volume.labels()).stream())
                .max(Comparator.comparingInt(Name::generation));
    }

    private static String key(BuildOrder order, ImageDescription builder) {
        BranchKey branch =
                new BranchKey(builder.id(), order.application(), order.commit().ref());
        return "p" + order.network().number() + "-" + branch.text();
    }

    /// Perhaps the limit is another one now.
    private boolean tooLarge(Name name) {
        long bytes = size(name);
        return bytes > eachBytes && bytes != Long.MAX_VALUE;
    }

    private String found(Name name) {
        long bytes = size(name);
        String much =
                bytes == Long.MAX_VALUE ? "" : bytes < 1 << 20 ? ", less than 1 MiB" : ", " + (bytes >> 20) + " MiB";
        return "The cache is that of earlier builds of this branch" + much + ".";
    }

    private static String empty(BuildOrder order) {
        return "The cache is empty: "
                + (order.clean()
                        ? "a clean build."
                        : "no earlier build of this branch on this builder image left one.");
    }

    private List<VolumePlace> places(BuildOrder order, Name name, List<String> paths) {
        Map<String, String> labels = labels(name);
        labels.put(OwnLabels.NETWORK, String.valueOf(order.network().number()));
        labels.put(OwnLabels.PROJECT, order.projectId());
        labels.put(OwnLabels.APPLICATION, order.application());
        List<VolumePlace> places = new ArrayList<>();
        for (String path : paths) {
            places.add(new VolumePlace(PREFIX.formatted(installation, name.text(), places.size()), labels, path));
        }
        return places;
    }

    /// An attempt of an earlier process goes on in that container. Returns what it has there; empty where that is
    /// nothing.
    public Optional<Name> adopt(String attempt, ContainerStatus container) {
        Optional<Name> name = Name.of(container.labels());
        name.ifPresent(one -> holders.putIfAbsent(one, attempt));
        return name;
    }

    /// What a build that assembles with a cache may write more than without.
    public long room() {
        return eachBytes;
    }

    /// The container that assembled has ended: the next build can have it.
    public void leave(Name name, String attempt) {
        holders.remove(name, attempt);
    }

    /// No container of a build is there any more that had it. It is measured, and what is too large goes, or too many.
    public void settle(Name name) {
        aside(() -> {
            sizes.remove(name);
            if (size(name) > eachBytes) {
                givenUp.add(name);
            }
        });
    }

    /// Finds out what was given up, and removes it, while no build waits.
    private void aside(Runnable finding) {
        aside.execute(() -> {
            try {
                finding.run();
                tidy();
            } catch (EngineException later) {
                LOG.log(System.Logger.Level.DEBUG, "caches are looked after later", later);
            }
        });
    }

    /// Removes what no build will take, and what is too much.
    private synchronized void tidy() {
        Map<String, List<Cached>> byKey = cached().stream()
                .sorted(Comparator.comparingInt(one -> one.name().generation()))
                .collect(Collectors.groupingBy(one -> one.name().key()));
        Map<String, Cached> stay = new HashMap<>();
        for (List<Cached> generations : byKey.values()) {
            remaining(generations).ifPresent(one -> stay.put(one.name().text(), one));
        }
        List<Eviction.Kept> kept = stay.values().stream().map(this::kept).toList();
        Eviction.of(kept, allBytes).forEach(text -> letGo(stay.get(text).name()));
    }

    /// From the oldest on, so that none that was given up is ever the newest. Returns the one that builds take.
    private Optional<Cached> remaining(List<Cached> generations) {
        Cached newest = generations.getLast();
        for (Cached one : generations) {
            boolean goes = one != newest || givenUp.contains(one.name());
            if (!goes || !letGo(one.name())) {
                break;
            }
        }
        return Optional.of(newest).filter(one -> !givenUp.contains(one.name()));
    }

    private record Cached(Name name, String application) {}

    private Set<Cached> cached() {
        return engine.volumes().list(Map.of(OwnLabels.KIND, CACHE)).stream()
                .flatMap(volume -> Name.of(volume.labels()).stream()
                        .map(name -> new Cached(
                                name,
                                volume.labels().get(OwnLabels.PROJECT) + "/"
                                        + volume.labels().get(OwnLabels.APPLICATION))))
                .collect(Collectors.toSet());
    }

    private Eviction.Kept kept(Cached one) {
        String text = one.name().text();
        return new Eviction.Kept(text, one.application(), Math.min(size(one.name()), eachBytes), uses.last(text));
    }

    /// Not while somebody has it, nor while a container is there that had it: then later. Returns whether it is gone.
    private boolean letGo(Name name) {
        if (holders.putIfAbsent(name, REMOVAL) != null) {
            return false;
        }
        try {
            volumes(name).forEach(engine.volumes()::remove);
            givenUp.remove(name);
            sizes.remove(name);
            uses.forget(name.text());
            return true;
        } catch (EngineException used) {
            LOG.log(System.Logger.Level.DEBUG, "the cache " + name + " stays for now", used);
            return false;
        } finally {
            holders.remove(name, REMOVAL);
        }
    }

    /// Measured once, and again when a build has had it. Long.MAX_VALUE where it cannot be counted: then each time.
    private long size(Name name) {
        Long known = sizes.get(name);
        return known == null ? measured(name) : known;
    }

    private long measured(Name name) {
        long bytes = 0;
        for (String volume : volumes(name)) {
            long more = engine.volumes().bytes(volume);
            if (more == Long.MAX_VALUE) {
                return more;
            }
            bytes += more;
        }
        sizes.put(name, bytes);
        return bytes;
    }

    private List<String> volumes(Name name) {
        return engine.volumes().list(labels(name)).stream().map(Volume::name).toList();
    }

    private static Map<String, String> labels(Name name) {
        Map<String, String> labels = new HashMap<>(name.labels());
        labels.put(OwnLabels.KIND, CACHE);
        return labels;
    }

    /// Those of a project that is gone. Throws EngineException when the engine cannot be asked, or a container has one.
    public static void removeOf(Engine engine, int project) {
        engine.volumes().list(Map.of(OwnLabels.KIND, CACHE, OwnLabels.NETWORK, String.valueOf(project))).stream()
                .map(Volume::name)
                .forEach(engine.volumes()::remove);
    }
}

package dev.slipway.build.pipeline;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A node's memory that several workers can share, as processes that follow each other do.
final class MemoryHeldBuilds implements HeldBuilds {
    private final Map<String, HeldBuild> builds = new ConcurrentHashMap<>();

    @Override
    public void save(HeldBuild build) {
        builds.put(key(build), build);
    }

    @Override
    public void forget(HeldBuild build) {
        builds.remove(key(build));
    }

    @Override
    public List<HeldBuild> load() {
        return List.copyOf(builds.values());
    }

    private static String key(HeldBuild build) {
        return build.order().id() + " " + build.order().epoch();
    }
}

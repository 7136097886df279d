package dev.slipway.build.dependency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which layers go: of each application all but the three that were used last, and then the ones that were used
/// longest ago until the rest fits. Pure.
final class Eviction {
    private static final int PER_APPLICATION = 3;

    private Eviction() {}

    /// application is whose it is; bytes what it adds to its builder; used grows with every use.
    record Layer(String id, String application, long bytes, long used) {}

    /// Ids, the one used longest ago first. The one used last always stays.
    static List<String> of(List<Layer> layers, long mostBytes) {
        List<Layer> newestFirst = layers.stream()
                .sorted(Comparator.comparingLong(Layer::used).reversed().thenComparing(Layer::id))
                .toList();
        Map<String, Integer> kept = new HashMap<>();
        Set<String> stays = new HashSet<>();
        long bytes = 0;
        for (Layer layer : newestFirst) {
            if (kept.merge(layer.application(), 1, Integer::sum) <= PER_APPLICATION) {
                bytes += layer.bytes();
                if (bytes > mostBytes && !stays.isEmpty()) {
                    break;
                }
                stays.add(layer.id());
            }
        }
        List<String> go = new ArrayList<>();
        newestFirst.reversed().stream()
                .map(Layer::id)
                .filter(id -> !stays.contains(id))
                .forEach(go::add);
        return go;
    }
}

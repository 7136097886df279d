package dev.slipway.build.cache;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What goes of that which builds keep for later ones: of each application all but the three that were used last, and
/// then the ones that were used longest ago until the rest fits. Pure.
public final class Eviction {
    private static final int PER_APPLICATION = 3;

    private Eviction() {}

    /// application is whose it is; bytes what it takes; used grows with every use.
    public record Kept(String id, String application, long bytes, long used) {}

    /// Ids, the one used longest ago first. The one used last always stays.
    public static List<String> of(List<Kept> all, long mostBytes) {
        List<Kept> newestFirst = all.stream()
                .sorted(Comparator.comparingLong(Kept::used).reversed().thenComparing(Kept::id))
                .toList();
        Map<String, Integer> kept = new HashMap<>();
        Set<String> stays = new HashSet<>();
        long bytes = 0;
        for (Kept one : newestFirst) {
            if (kept.merge(one.application(), 1, Integer::sum) <= PER_APPLICATION) {
                bytes += one.bytes();
                if (bytes > mostBytes && !stays.isEmpty()) {
                    break;
                }
                stays.add(one.id());
            }
        }
        List<String> go = new ArrayList<>();
        newestFirst.reversed().stream()
                .map(Kept::id)
                .filter(id -> !stays.contains(id))
                .forEach(go::add);
        return go;
    }
}

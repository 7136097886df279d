package dev.slipway.scheduler.placement;

import dev.slipway.model.resource.Resources;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which node takes an instance: first the feasible, then those with the fewest twins, then the fewest siblings
/// (one node's death shall cost an application as little as can be), then the best fit, then by name.
/// One pass over the nodes.
public sealed interface Placement {
    record Chosen(String node) implements Placement {}

    record Refused(List<Veto> vetoes) implements Placement {
        private static final int SHOWN = 3;

        /// All that is in the way, in one sentence; more than three nodes are counted by reason.
        public String why() {
            if (vetoes.isEmpty()) {
                return "No node has joined yet.";
            }
            if (vetoes.size() <= SHOWN) {
                return vetoes.stream().map(Veto::text).collect(Collectors.joining("; ", "No node has room: ", "."));
            }
            Map<Veto.Kind, Long> counts =
                    vetoes.stream().collect(Collectors.groupingBy(Veto::kind, TreeMap::new, Collectors.counting()));
            return counts.entrySet().stream()
                    .map(each -> each.getValue() + " " + summary(each.getKey()))
                    .collect(Collectors.joining(", ", "None of " + vetoes.size() + " nodes has room: ", "."));
        }

        private static String summary(Veto.Kind kind) {
            return switch (kind) {
                case NOT_READY -> "lost";
                case CORDONED -> "cordoned";
                case UNFIT -> "that take nothing new";
                case IMAGE -> "without the image";
                case CPU -> "without enough free cpu";
                case MEMORY -> "without enough free memory";
            };
        }
    }

    static Placement of(List<Candidate> candidates, Resources requests) {
        Comparator<Candidate> order = Comparator.comparingInt(Candidate::twins)
                .thenComparingInt(Candidate::siblings)
                .thenComparing(Comparator.comparingDouble((Candidate each) -> BinPacking.score(each, requests))
                        .reversed())
                .thenComparing(Candidate::node);
        Optional<Candidate> best = candidates.stream()
                .filter(each -> Feasibility.veto(each, requests).isEmpty())
                .min(order);
        return best.<Placement>map(each -> new Chosen(each.node())).orElseGet(() -> refused(candidates, requests));
    }

    private static Refused refused(List<Candidate> candidates, Resources requests) {
        return new Refused(candidates.stream()
                .flatMap(each -> Feasibility.veto(each, requests).stream())
                .sorted(Comparator.comparing(Veto::node))
                .toList());
    }
}

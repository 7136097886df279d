package dev.slipway.scheduler.rollout;

import dev.slipway.model.application.Rollout;
import dev.slipway.scheduler.snapshot.Failures;
import dev.slipway.scheduler.snapshot.InstanceSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One step of a rollout, a scaling or a replacement, for one process. Pure; applied again and again it converges.
/// Safety: with it live instances never exceed wanted + maxSurge by a start, and serving ones never fall under
/// wanted - maxUnavailable by a stop (nor to none, unless the policy leaves no other way; see {@link #floor}).
public final class ProcessEvaluator {
    private ProcessEvaluator() {}

    public static ProcessVerdict evaluate(ProcessSituation situation, Instant now) {
        List<InstanceSnapshot> stops = stops(situation);
        Failures failures = situation.failures();
        boolean mayStart = failures == null || failures.waitedOut(now);
        int starts = mayStart ? starts(situation, stops) : 0;
        return new ProcessVerdict(
                stops.stream()
                        .map(each -> new ProcessVerdict.Stop(each, situation.reasonFor(each)))
                        .toList(),
                starts,
                Math.toIntExact(live(situation, stops) + starts),
                failures == null ? 0 : failures.inARow());
    }

    private static List<InstanceSnapshot> stops(ProcessSituation situation) {
        if (situation.wanted() == 0) {
            return situation.instances().stream().filter(InstanceSnapshot::live).toList();
        }
        List<InstanceSnapshot> stops = new ArrayList<>(surplus(situation));
        switch (situation.strategy()) {
            case RECREATE -> stops.addAll(situation.old());
            case ROLLING -> {
                stops.addAll(servingToSpare(situation, stops));
                stops.addAll(idleOld(situation, stops));
                stops.addAll(overflow(situation, stops));
            }
        }
        return stops;
    }

    /// Fresh ones beyond the scale: those that do not serve first, then the youngest.
    private static List<InstanceSnapshot> surplus(ProcessSituation situation) {
        List<InstanceSnapshot> fresh = situation.fresh();
        return fresh.subList(0, Math.max(0, fresh.size() - situation.wanted()));
    }

    private static List<InstanceSnapshot> servingToSpare(ProcessSituation situation, List<InstanceSnapshot> stops) {
        long serving = situation.instances().stream()
                .filter(InstanceSnapshot::serving)
                .filter(each -> !stops.contains(each))
                .count();
        return situation.old().stream()
                .filter(InstanceSnapshot::serving)
                .limit(Math.max(0, serving - floor(situation)))
                .toList();
    }

    /// How many must go on serving while old ones are stopped. At least one, but where a single instance may not be
    /// surged: there stopping it first is what the policy asks for.
    private static int floor(ProcessSituation situation) {
        int least = situation.wanted() == 1 && situation.maxSurge() == 0 ? 0 : 1;
        return Math.max(least, situation.wanted() - situation.maxUnavailable());
    }

    /// Old ones that serve nobody: all once something fresh serves or nothing is being tried; before that as many
    /// as stand in the way of the next fresh ones.
    private static List<InstanceSnapshot> idleOld(ProcessSituation situation, List<InstanceSnapshot> stops) {
        List<InstanceSnapshot> idle =
                situation.old().stream().filter(each -> !each.serving()).toList();
        if (!situation.deploying() || situation.serving() > 0) {
            return idle;
        }
        long missing = situation.wanted() - situation.fresh().size();
        long next = Math.clamp(missing, 0, Math.max(1, situation.maxSurge()));
        long inTheWay = live(situation, stops) + next - limit(situation);
        return idle.stream().limit(Math.max(0, inTheWay)).toList();
    }

    /// After a scaling down in the midst of a rollout: fresh ones that do not serve yet give way.
    private static List<InstanceSnapshot> overflow(ProcessSituation situation, List<InstanceSnapshot> stops) {
        return situation.fresh().stream()
                .filter(each -> !each.serving() && !stops.contains(each))
                .limit(Math.max(0, live(situation, stops) - limit(situation)))
                .toList();
    }

    private static int starts(ProcessSituation situation, List<InstanceSnapshot> stops) {
        if (situation.strategy() == Rollout.Strategy.RECREATE && situation.oldRemain()) {
            return 0;
        }
        long kept =
                situation.fresh().stream().filter(each -> !stops.contains(each)).count();
        long room = limit(situation) - live(situation, stops);
        return (int) Math.max(0, Math.min(situation.wanted() - kept, room));
    }

    private static long live(ProcessSituation situation, List<InstanceSnapshot> stops) {
        return situation.instances().stream()
                .filter(InstanceSnapshot::live)
                .filter(each -> !stops.contains(each))
                .count();
    }

    private static int limit(ProcessSituation situation) {
        boolean surges = situation.strategy() == Rollout.Strategy.ROLLING && situation.wanted() > 0;
        return situation.wanted() + (surges ? situation.maxSurge() : 0);
    }
}

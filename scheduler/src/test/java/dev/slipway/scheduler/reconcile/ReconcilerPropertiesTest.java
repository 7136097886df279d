package dev.slipway.scheduler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.application.Rollout;
import dev.slipway.model.application.Share;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.scheduler.snapshot.ClusterSnapshot;
import dev.slipway.scheduler.snapshot.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Whatever happens, in whatever order: the safety of every step, and rest in the end.
class ReconcilerPropertiesTest {
    record Step(Happening happening, int number) {}

    enum Happening {
        DEPLOY,
        SCALE,
        FAIL,
        UNREADY,
        PASS,
        SILENCE,
        HEAR,
        RESTART,
        CANCEL,
        STOP,
        START,
        DRAIN,
        OPEN,
        SCHEDULER_RESTART,
        ACT
    }

    @Provide
    Arbitrary<Rollout> policies() {
        return Combinators.combine(Arbitraries.of(Rollout.Strategy.class), shares(), shares())
                .filter((_, surge, unavailable) -> !surge.none() || !unavailable.none())
                .as((strategy, surge, unavailable) -> new Rollout(strategy, surge, unavailable, Duration.ofMinutes(2)));
    }

    private static Arbitrary<Share> shares() {
        return Arbitraries.of("0", "1", "2", "3", "0%", "10%", "25%", "50%", "100%")
                .map(Share::parse);
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(8, Happening.ACT),
                                Tuple.of(2, Happening.DEPLOY),
                                Tuple.of(2, Happening.SCALE),
                                Tuple.of(2, Happening.FAIL),
                                Tuple.of(2, Happening.UNREADY),
                                Tuple.of(2, Happening.PASS),
                                Tuple.of(1, Happening.SILENCE),
                                Tuple.of(1, Happening.HEAR),
                                Tuple.of(1, Happening.RESTART),
                                Tuple.of(1, Happening.CANCEL),
                                Tuple.of(1, Happening.STOP),
                                Tuple.of(1, Happening.DRAIN),
                                Tuple.of(1, Happening.OPEN),
                                Tuple.of(1, Happening.SCHEDULER_RESTART),
                                Tuple.of(2, Happening.START)),
                        Arbitraries.integers().between(0, 1000))
                .as(Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(60);
    }

    @Property(tries = 400)
    void everyStepIsSafeAndTheWorldComesToRest(
            @ForAll("policies") Rollout policy, @ForAll("histories") List<Step> history) {
        World world = new World().node("n1", 100_000).node("n2", 100_000).node("n3", 100_000);
        SimulatedApplication shop = world.application("shop").scaled("web", 3).scaled("worker", 1);
        shop.rollout(policy).deploy(1, world.now);
        for (Step step : history) {
            happen(world, shop, step);
            safeTurn(world, shop);
        }
        world.silent.clear();
        world.open("n1").open("n2");
        world.settle(soundReleases(shop));
        assertThat(shop.atRest()).isTrue();
        assertThat(world.plan().actions()).isEmpty();
    }

    @Property(tries = 200)
    void equalWorldsGiveEqualPlans(
            @ForAll("policies") Rollout policy, @ForAll("histories") List<Step> history, @ForAll Random random) {
        World world = new World().node("n1", 1500).node("n2", 900);
        SimulatedApplication shop = world.application("shop").scaled("web", 3).scaled("worker", 1);
        shop.rollout(policy).deploy(1, world.now);
        world.application("blog").scaled("web", 2).deploy(1, world.now);
        for (Step step : history) {
            happen(world, shop, step);
            assertThat(new Reconciler(World.LEASE).plan(shuffled(world.snapshot(), random)))
                    .isEqualTo(world.plan());
            world.turn();
        }
    }

    private static void happen(World world, SimulatedApplication shop, Step step) {
        String process = step.number() % 3 == 0 ? "worker" : "web";
        switch (step.happening()) {
            case DEPLOY -> shop.deploy(shop.number + 1, world.now);
            case SCALE -> shop.scaled(process, step.number() % 6);
            case FAIL -> any(shop, step).forEach(each -> each.ended(InstanceState.FAILED, world.now));
            case UNREADY -> any(shop, step).forEach(each -> each.ready = false);
            case PASS -> world.pass(Duration.ofSeconds(step.number() % 40));
            case SILENCE -> world.silent.add("n" + (1 + step.number() % 2));
            case HEAR -> world.silent.clear();
            case RESTART -> shop.restartedAt = world.now;
            case CANCEL -> shop.cancelRequested = shop.deployment != null;
            case STOP -> shop.standing = Standing.STOPPED;
            case START -> shop.standing = Standing.ACTIVE;
            case DRAIN -> world.drain("n" + (1 + step.number() % 2));
            case OPEN -> world.open("n1").open("n2");
            case SCHEDULER_RESTART -> world.schedulerRestarts();
            case ACT -> {
                world.pass(Duration.ofSeconds(1));
                world.nodesAct(soundReleases(shop));
            }
        }
    }

    /// Even ones do not run, but for one that became current untried (deployed while stopped or scaled to nothing).
    private static Predicate<SimulatedInstance> soundReleases(SimulatedApplication shop) {
        return each -> each.release % 2 == 1 || shop.current != null && each.release == shop.current;
    }

    private static List<SimulatedInstance> any(SimulatedApplication shop, Step step) {
        List<SimulatedInstance> started = shop.instances.stream()
                .filter(each -> each.state == InstanceState.STARTING || each.state == InstanceState.RUNNING)
                .toList();
        return started.isEmpty() ? List.of() : List.of(started.get(step.number() % started.size()));
    }

    private static void safeTurn(World world, SimulatedApplication shop) {
        List<Before> before = shop.replicas.keySet().stream()
                .map(process -> before(world, shop, process))
                .toList();
        int instances = shop.instances.size();
        Plan plan = world.turn();
        before.forEach(each -> staysSafe(shop, each, plan));
        if (shop.standing != Standing.ACTIVE) {
            assertThat(shop.instances)
                    .as("a stopped application starts nothing")
                    .hasSize(instances);
        }
    }

    record Before(String process, long live, long serving) {}

    private static Before before(World world, SimulatedApplication shop, String process) {
        List<String> lost = world.plan().actions().stream()
                .filter(Action.MarkLost.class::isInstance)
                .map(action -> ((Action.MarkLost) action).instance())
                .toList();
        List<SimulatedInstance> live =
                shop.live(process).filter(each -> !lost.contains(each.id)).toList();
        return new Before(
                process,
                live.size(),
                live.stream().filter(SimulatedInstance::serving).count());
    }

    private static void staysSafe(SimulatedApplication shop, Before before, Plan plan) {
        int wanted = shop.replicas.get(before.process());
        Rollout policy = shop.rollout;
        long live = shop.live(before.process()).count();
        assertThat(live).as("%s", plan).isLessThanOrEqualTo(Math.max(before.live(), wanted + policy.surge(wanted)));
        boolean gapAllowed = policy.strategy() == Rollout.Strategy.RECREATE || wanted == 1 && policy.surge(wanted) == 0;
        boolean runs = shop.standing == Standing.ACTIVE && (shop.current != null || shop.deployment != null);
        if (runs && wanted > 0 && !gapAllowed) {
            int floor = Math.max(1, wanted - policy.unavailable(wanted));
            assertThat(shop.live(before.process())
                            .filter(SimulatedInstance::serving)
                            .count())
                    .as("%s", plan)
                    .isGreaterThanOrEqualTo(Math.min(before.serving(), floor));
        }
    }

    private static ClusterSnapshot shuffled(ClusterSnapshot snapshot, Random random) {
        return new ClusterSnapshot(
                snapshot.plans(),
                snapshot.now(),
                snapshot.listeningSince(),
                mixed(snapshot.nodes(), random),
                mixed(snapshot.applications(), random));
    }

    private static <T> List<T> mixed(List<T> list, Random random) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }
}

package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.KillDrill.Round;
import dev.slipway.model.fault.KillPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `e2e/drills/kill`: every point with every victim, then victims at times of chance. Prints what was seen as the
/// table of docs/durability.md.
class FullKillDrill {
    private static final int ROUNDS = Integer.getInteger("slipway.drill.rounds", 3);
    private static final int RANDOM = Integer.getInteger("slipway.drill.random", 50);

    private final Installation installation = Installation.shared();
    private final List<String> failures = new ArrayList<>();

    @TempDir
    Path directory;

    @Test
    void everyPointAndEveryVictim() throws Exception {
        KillDrill drill = new KillDrill(installation, "drill");
        List<KillDrill.Pushed> pushed = new ArrayList<>();
        for (String name : List.of("one", "two", "three")) {
            pushed.add(drill.application(name, Files.createDirectory(directory.resolve(name))));
        }
        List<KillPoint> points = chosen("slipway.drill.points", KillPoint.values(), KillPoint::valueOf);
        List<Victim> victims = chosen("slipway.drill.victims", Victim.values(), Victim::valueOf);
        Map<KillPoint, Map<Victim, List<Round>>> seen = new EnumMap<>(KillPoint.class);
        for (int i = 0; i < ROUNDS; i++) {
            for (KillPoint point : points) {
                for (Victim victim : victims) {
                    Round round = drill.dieAt(point, victim, pushed.get(i % pushed.size()));
                    note(point + " x " + victim, round);
                    seen.computeIfAbsent(point, _ -> new EnumMap<>(Victim.class))
                            .computeIfAbsent(victim, _ -> new ArrayList<>())
                            .add(round);
                }
            }
        }
        print(victims, seen);
        atRandom(drill, pushed);
        assertThat(failures).isEmpty();
    }

    /// All of them, unless the property names some.
    private static <T> List<T> chosen(String property, T[] all, Function<String, T> named) {
        String some = System.getProperty(property, "");
        return some.isEmpty()
                ? List.of(all)
                : Arrays.stream(some.split(",")).map(named).toList();
    }

    private void atRandom(KillDrill drill, List<KillDrill.Pushed> pushed) {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < RANDOM; i++) {
            List<Victim> victims = new ArrayList<>(List.of(Victim.values()));
            Collections.shuffle(victims);
            victims = victims.subList(0, 1 + i % 2);
            Round round = drill.dieAtRandom(victims, pushed);
            note("random " + victims, round);
            rounds.add(round);
        }
        System.out.println("| at random, one or two of them | " + cell(rounds) + " |");
    }

    private void note(String what, Round round) {
        System.out.printf(
                "%s: %s after %d ms%n", what, round.violations(), round.rest().toMillis());
        round.violations().forEach(violation -> failures.add(what + ": " + violation));
    }

    private static void print(List<Victim> victims, Map<KillPoint, Map<Victim, List<Round>>> seen) {
        StringBuilder header = new StringBuilder("| point");
        victims.forEach(victim -> header.append(" | ").append(victim));
        System.out.println(header + " |");
        System.out.println("|---".repeat(victims.size() + 1) + "|");
        seen.forEach((point, byVictim) -> {
            StringBuilder row = new StringBuilder("| " + point);
            victims.stream()
                    .map(byVictim::get)
                    .forEach(rounds -> row.append(" | ").append(cell(rounds)));
            System.out.println(row + " |");
        });
    }

    /// In how many rounds all invariants held, and the longest time that took.
    private static String cell(List<Round> rounds) {
        long well =
                rounds.stream().filter(round -> round.violations().isEmpty()).count();
        double longest = rounds.stream()
                        .mapToLong(round -> round.rest().toMillis())
                        .max()
                        .orElse(0)
                / 1000.0;
        return "%d of %d, %.1f s".formatted(well, rounds.size(), longest);
    }
}

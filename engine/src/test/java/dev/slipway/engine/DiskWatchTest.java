package dev.slipway.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.engine.memory.MemoryMachine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class DiskWatchTest {
    private static final long LIMIT = 1000;

    private final MemoryMachine machine = new MemoryMachine().image("writer:1", run -> {
        run.write("/data", new byte[Integer.parseInt(run.arguments().getFirst())]);
        return 0;
    });
    private final Containers containers = machine.engine("test").containers();
    private final List<String> exceeded = new CopyOnWriteArrayList<>();

    @Test
    void containerAboveTheLimitIsNamedAndOthersAreNot() {
        String small = wrote("small", 1000);
        String large = wrote("large", 1001);

        watch(small, "gone", large).look();

        assertThat(exceeded).containsExactly(large);
    }

    @Test
    void watchLooksByItselfAndOutlivesAnEngineThatIsAway() {
        String large = wrote("large", 2000);
        machine.reachable(false);
        try (DiskWatch _ = watch(large).start()) {
            machine.reachable(true);
            await().until(() -> exceeded.contains(large));
        }
    }

    @Test
    void lookingTakesATwentiethOfTheTimeAtMost() {
        assertThat(DiskWatch.pause(Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
        assertThat(DiskWatch.pause(Duration.ofMillis(200))).isEqualTo(Duration.ofSeconds(4));
        assertThat(DiskWatch.pause(Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatCannotBeCountedInTimeIsAboveTheLimitTheThirdTimeInARow() {
        DiskWatch watch = watch();
        assertThat(watch.exceeds("busy", Long.MAX_VALUE)).isFalse();
        assertThat(watch.exceeds("busy", Long.MAX_VALUE)).isFalse();
        assertThat(watch.exceeds("busy", 5)).isFalse();
        assertThat(watch.exceeds("busy", Long.MAX_VALUE)).isFalse();
        assertThat(watch.exceeds("busy", Long.MAX_VALUE)).isFalse();
        assertThat(watch.exceeds("other", Long.MAX_VALUE)).isFalse();
        assertThat(watch.exceeds("busy", Long.MAX_VALUE)).isTrue();
    }

    private DiskWatch watch(String... ids) {
        return new DiskWatch(containers, LIMIT, () -> List.of(ids), exceeded::add);
    }

    private String wrote(String name, int bytes) {
        String id = containers.create(Specs.spec(name, "writer:1", List.of(Integer.toString(bytes))));
        containers.start(id);
        await().until(() -> containers.writtenBytes(id) == bytes);
        return id;
    }
}

package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.Specs;
import dev.slipway.engine.memory.MemoryMachine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndingInquestTest {
    private final Engine engine = new MemoryMachine()
            .image("talkative:1", run -> {
                run.output().write(("x".repeat(800 << 10) + "\n").getBytes(StandardCharsets.UTF_8));
                run.errors().write("last words\n".getBytes(StandardCharsets.UTF_8));
                return 3;
            })
            .engine("test");

    @Test
    void lastWordsAreKeptAfterALongLine() {
        engine.containers().start(engine.containers().create(Specs.spec("one", "talkative:1", List.of())));
        await().until(() -> container().exitCode() != null);

        Ending ending = new EndingInquest(new LastLines(engine.streams())).of(container(), null);

        assertThat(ending.reason()).isEqualTo("Crashed");
        assertThat(ending.evidence()).hasSize(2).endsWith("last words");
    }

    private ContainerStatus container() {
        return engine.containers().list(Map.of()).getFirst();
    }
}

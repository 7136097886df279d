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
            .image("missing:1", _ -> 127)
            .engine("test");

    @Test
    void lastWordsAreKeptAfterALongLine() {
        Ending ending = ending("talkative:1");

        assertThat(ending.reason()).isEqualTo("Crashed");
        assertThat(ending.evidence()).hasSize(2).endsWith("last words");
    }

    @Test
    void whatAShellSaysOfAMissingProgramIsPutIntoWords() {
        assertThat(ending("missing:1").message())
                .isEqualTo("It ended with exit code 127: a program was not found in the image.");
    }

    private Ending ending(String image) {
        engine.containers().start(engine.containers().create(Specs.spec("one", image, List.of())));
        await().until(() -> container().exitCode() != null);
        return new EndingInquest(new LastLines(engine.streams())).of(container(), null);
    }

    private ContainerStatus container() {
        return engine.containers().list(Map.of()).getFirst();
    }
}

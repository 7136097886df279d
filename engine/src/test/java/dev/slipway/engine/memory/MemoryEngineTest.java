package dev.slipway.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineContract;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.Recorder;
import dev.slipway.engine.memory.Program.Execution;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryEngineTest extends EngineContract {
    private static final String IMAGE = "slipway-test/tiny:1";

    private final MemoryMachine machine = new MemoryMachine().image(IMAGE, description(), MemoryEngineTest::tiny);
    private final Engine engine = machine.engine("one");
    private final Engine stranger = machine.engine("two");

    private static ImageDescription description() {
        return new ImageDescription(
                "",
                List.of(),
                Map.of("tiny", "yes"),
                Map.of("PATH", "/bin"),
                "1001",
                "/work",
                List.of(),
                List.of("echo"),
                List.of("8080/tcp"),
                List.of(),
                0);
    }

    private static int tiny(Execution execution) throws IOException, InterruptedException {
        List<String> arguments = execution.arguments();
        return switch (arguments.getFirst()) {
            case "say" -> say(execution, arguments);
            case "greet" -> {
                execution.output().write("hello\n".getBytes(StandardCharsets.UTF_8));
                execution.input().transferTo(execution.output());
                yield 0;
            }
            case "copy" -> {
                execution.input().transferTo(execution.output());
                yield 0;
            }
            case "wait" -> {
                execution.awaitStop();
                yield 143;
            }
            case "ignore" -> {
                execution.awaitStop();
                Thread.sleep(Duration.ofDays(1));
                yield 0;
            }
            case "write" -> {
                execution.write(arguments.get(1), arguments.get(2).getBytes(StandardCharsets.UTF_8));
                yield 0;
            }
            case "eat" -> {
                execution.runOutOfMemory();
                yield 0;
            }
            default -> throw new IOException("no program " + arguments);
        };
    }

    private static int say(Execution execution, List<String> arguments) throws IOException {
        lines(execution.output(), arguments.get(1));
        lines(execution.errors(), arguments.get(2));
        return Integer.parseInt(arguments.get(3));
    }

    private static void lines(OutputStream output, String text) throws IOException {
        for (String line : text.lines().toList()) {
            output.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    protected Engine engine() {
        return engine;
    }

    @Override
    protected Engine stranger() {
        return stranger;
    }

    @Override
    protected String image() {
        return IMAGE;
    }

    @Override
    protected List<String> says(String output, String error, int exitCode) {
        return List.of("say", output, error, Integer.toString(exitCode));
    }

    @Override
    protected List<String> copiesInput() {
        return List.of("copy");
    }

    @Override
    protected List<String> greetsAndCopiesInput() {
        return List.of("greet");
    }

    @Override
    protected List<String> waits() {
        return List.of("wait");
    }

    @Override
    protected List<String> writes(String path, String text) {
        return List.of("write", path, text);
    }

    @Test
    void programThatIgnoresTheStopIsKilled() {
        String id = create("stubborn", List.of("ignore"));
        engine.containers().start(id);

        engine.containers().stop(id, Duration.ofMillis(20));

        assertThat(status(id).exitCode()).isEqualTo(137);
    }

    @Test
    void programThatRunsOutOfMemoryIsMarked() {
        String id = create("hungry", List.of("eat"));

        assertThat(engine.streams().run(id, null, new Recorder(), LIMIT)).isEqualTo(137);
        assertThat(status(id).outOfMemory()).isTrue();
    }

    @Test
    void programThatThrowsSaysWhyAndFails() {
        String id = create("unknown", List.of("dance"));
        Recorder recorder = new Recorder();

        assertThat(engine.streams().run(id, null, recorder, LIMIT)).isEqualTo(1);
        assertThat(recorder.errors()).contains("no program [dance]");
    }

    @Test
    void unreachableEngineSaysSoAndItsContainersRunOn() {
        String id = create("survivor", waits());
        engine.containers().start(id);

        machine.reachable(false);
        assertKind(Kind.UNREACHABLE, () -> engine.containers().list(Map.of()));
        machine.reachable(true);

        assertThat(status(id).running()).isTrue();
    }
}

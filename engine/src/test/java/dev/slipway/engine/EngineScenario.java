package dev.slipway.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.engine.EngineException.Kind;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

/// What an adapter gives to be tested: a fresh installation per test, an image, and the commands of what its
/// containers shall do; and what tests of engines need.
public abstract class EngineScenario {
    protected static final Duration LIMIT = Duration.ofSeconds(20);

    protected abstract Engine engine();

    /// A second installation in the same engine.
    protected abstract Engine stranger();

    protected abstract String image();

    /// The command of a container that says these two lines and ends with the given code.
    protected abstract List<String> says(String output, String error, int exitCode);

    /// One that copies its input to its output until the input ends.
    protected abstract List<String> copiesInput();

    /// Says hello in a line of its own first.
    protected abstract List<String> greetsAndCopiesInput();

    /// One that runs until it is stopped, and ends at once when asked to.
    protected abstract List<String> waits();

    /// One that writes text into the file and ends.
    protected abstract List<String> writes(String path, String text);

    @AfterEach
    void removeEverything() {
        for (Engine engine : List.of(engine(), stranger())) {
            engine.containers()
                    .list(Map.of())
                    .forEach(container -> engine.containers().remove(container.id()));
            engine.images().list(Map.of()).forEach(made -> engine.images().remove(made.id()));
            engine.networks().list().forEach(network -> engine.networks().remove(network.name()));
            engine.volumes().list(Map.of()).forEach(volume -> engine.volumes().remove(volume.name()));
            engine.close();
        }
    }

    protected final String create(String name, List<String> command) {
        return engine().containers().create(Specs.spec(name(name), image(), command));
    }

    protected final ContainerStatus status(String id) {
        return engine().containers().list(Map.of()).stream()
                .filter(container -> container.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    protected final String name(String name) {
        return "slipway-test-" + ProcessHandle.current().pid() + "-" + name;
    }

    final String tag(String name) {
        return "slipway-test/" + name + ":b" + ProcessHandle.current().pid();
    }

    static String bridge(int number) {
        return "st" + ProcessHandle.current().pid() % 1_000_000 + "p" + number;
    }

    protected static InputStream stream(String text) {
        return new ByteArrayInputStream(bytes(text));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    protected static void assertKind(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}

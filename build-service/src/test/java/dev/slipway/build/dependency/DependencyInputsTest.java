package dev.slipway.build.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.Images.ImageDescription;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DependencyInputsTest {
    private static final DependencyInputs INPUTS = inputs("{}", Map.of("NODE_ENV", "production"));

    @Test
    void everythingThatInstallingMayReadIsInTheKey() {
        String key = INPUTS.key("sha256:1", "web", "main");

        assertThat(key).matches("[0-9a-f]{64}").isEqualTo(INPUTS.key("sha256:1", "web", "main"));
        assertThat(List.of(
                        INPUTS.key("sha256:2", "web", "main"),
                        INPUTS.key("sha256:1", "api", "main"),
                        INPUTS.key("sha256:1", "web", "feature"),
                        INPUTS.key("sha256:1", "web", null),
                        inputs("{ }", Map.of("NODE_ENV", "production")).key("sha256:1", "web", "main"),
                        inputs("{}", Map.of("NODE_ENV", "development")).key("sha256:1", "web", "main"),
                        inputs("{}", Map.of("NODE_ENVproduction", "")).key("sha256:1", "web", "main")))
                .doesNotContain(key)
                .doesNotHaveDuplicates();
    }

    @Test
    void lineIsTheSameWhereOnlyWhatMayChangeOnTopDiffers() {
        List<String> growing = List.of("lock");
        String line = INPUTS.line("sha256:1", "web", "main", growing);

        assertThat(inputs("{ }", Map.of("NODE_ENV", "production")).line("sha256:1", "web", "main", growing))
                .isEqualTo(line)
                .isNotEqualTo(INPUTS.key("sha256:1", "web", "main"));
        assertThat(List.of(
                        INPUTS.line("sha256:2", "web", "main", growing),
                        INPUTS.line("sha256:1", "api", "main", growing),
                        INPUTS.line("sha256:1", "web", "feature", growing),
                        INPUTS.line("sha256:1", "web", "main", List.of("other")),
                        inputs("{}", Map.of("NODE_ENV", "development")).line("sha256:1", "web", "main", growing)))
                .doesNotContain(line)
                .doesNotHaveDuplicates();
    }

    @Test
    void labelsNameTheScriptBesideTheImagesOwnAssemble() {
        Map<String, String> labels = Map.of(DependencyContract.LOCKS, "a.lock, b.lock", DependencyContract.FILES, "c");

        DependencyContract contract =
                DependencyContract.of(image(labels), "/opt/s2i/assemble").orElseThrow();

        assertThat(contract.script()).isEqualTo("/opt/s2i/assemble-dependencies");
        assertThat(contract.asked()).containsExactly("a.lock", "b.lock", "c");
        assertThat(DependencyContract.of(image(Map.of()), "/opt/s2i/assemble")).isEmpty();
    }

    private static ImageDescription image(Map<String, String> labels) {
        return new ImageDescription(
                "", List.of(), labels, Map.of(), "1001", "", List.of(), List.of(), List.of(), List.of(), 0);
    }

    private static DependencyInputs inputs(String lock, Map<String, String> variables) {
        return new DependencyInputs(new TreeMap<>(Map.of("lock", lock.getBytes())), new TreeMap<>(variables));
    }
}

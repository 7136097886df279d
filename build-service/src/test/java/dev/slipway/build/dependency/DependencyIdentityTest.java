package dev.slipway.build.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.Images.ImageDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DependencyIdentityTest {
    private static final DependencyIdentity IDENTITY = identity("{}", Map.of("NODE_ENV", "production"));

    @Test
    void everythingThatInstallingMayReadIsInTheKey() {
        String key = IDENTITY.key("sha256:1", "web", "main");

        assertThat(key).matches("[0-9a-f]{64}").isEqualTo(IDENTITY.key("sha256:1", "web", "main"));
        assertThat(List.of(
                        IDENTITY.key("sha256:2", "web", "main"),
                        IDENTITY.key("sha256:1", "api", "main"),
                        IDENTITY.key("sha256:1", "web", "feature"),
                        IDENTITY.key("sha256:1", "web", null),
                        identity("{ }", Map.of("NODE_ENV", "production")).key("sha256:1", "web", "main"),
                        identity("{}", Map.of("NODE_ENV", "development")).key("sha256:1", "web", "main"),
                        identity("{}", Map.of("NODE_ENVproduction", "")).key("sha256:1", "web", "main")))
                .doesNotContain(key)
                .doesNotHaveDuplicates();
    }

    @Test
    void lineIsTheSameWhereOnlyWhatMayChangeOnTopDiffers() {
        List<String> growing = List.of("lock");
        String line = IDENTITY.line("sha256:1", "web", "main", growing);

        assertThat(identity("{ }", Map.of("NODE_ENV", "production")).line("sha256:1", "web", "main", growing))
                .isEqualTo(line)
                .isNotEqualTo(IDENTITY.key("sha256:1", "web", "main"));
        assertThat(List.of(
                        IDENTITY.line("sha256:2", "web", "main", growing),
                        IDENTITY.line("sha256:1", "api", "main", growing),
                        IDENTITY.line("sha256:1", "web", "feature", growing),
                        IDENTITY.line("sha256:1", "web", "main", List.of("other")),
                        identity("{}", Map.of("NODE_ENV", "development")).line("sha256:1", "web", "main", growing)))
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

    @Test
    void isToldWhereTheOrderKnowsAllThatDecides() {
        DependencyContract contract = contract(List.of("package.json"));
        Map<String, String> told = Map.of("lock", "a1", "package.json", "b2", "server.js", "c3");

        assertThat(DependencyIdentity.told(
                        contract, told, Map.of("NODE_ENV", "open", "OTHER", ""), Map.of("NODE_ENV", "closed")))
                .contains(new DependencyIdentity(
                        new TreeMap<>(Map.of("lock", "a1", "package.json", "b2")),
                        new TreeMap<>(Map.of("NODE_ENV", "closed"))));
        assertThat(told(contract, null)).isEmpty();
        assertThat(told(contract, Map.of("package.json", "b2"))).isEmpty();
        assertThat(told(contract, Map.of("lock", "a1", "package.json", ""))).isEmpty();
        assertThat(told(contract(List.of("web/package.json")), told)).isEmpty();
    }

    private static DependencyContract contract(List<String> files) {
        return new DependencyContract(List.of("lock"), files, List.of("NODE_*"), List.of(), "/opt/install");
    }

    private static Optional<DependencyIdentity> told(DependencyContract contract, Map<String, String> contents) {
        return DependencyIdentity.told(contract, contents, Map.of(), Map.of());
    }

    private static ImageDescription image(Map<String, String> labels) {
        return new ImageDescription(
                "", List.of(), labels, Map.of(), "1001", "", List.of(), List.of(), List.of(), List.of(), 0);
    }

    private static DependencyIdentity identity(String lock, Map<String, String> variables) {
        return new DependencyInputs(new TreeMap<>(Map.of("lock", lock.getBytes())), new TreeMap<>(variables))
                .identity();
    }
}

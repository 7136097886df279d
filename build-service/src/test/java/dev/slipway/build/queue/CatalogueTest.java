package dev.slipway.build.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.queue.Catalogue.Builder;
import dev.slipway.build.source.VersionWish;
import dev.slipway.model.build.FailedBuild;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private final Catalogue catalogue = new Catalogue(
            List.of(builder("nodejs", "9"), builder("nodejs", "18"), builder("python", "3.9")),
            Map.of("paper", Instant.parse("2026-11-28T23:00:00Z"), "nodejs", Instant.EPOCH));

    private static Builder builder(String name, String version) {
        return new Builder(name, version, "sha256:" + name + version, List.of());
    }

    @Test
    void nameAloneMeansTheNewestVersion() {
        assertThat(chosen("nodejs", null)).isEqualTo("18");
    }

    @Test
    void nameAndVersionMeanExactlyThatWhateverTheSourceWishes() {
        assertThat(chosen("nodejs:9", "18")).isEqualTo("9");
    }

    @Test
    void nameAloneMeansTheVersionThatTheSourceWishes() {
        assertThat(chosen("nodejs", "<10")).isEqualTo("9");
        assertThat(chosen("nodejs", ">=9")).isEqualTo("18");
        assertThat(chosen("nodejs", "^9.1")).isEqualTo("9");
    }

    @Test
    void anotherVersionThanTheWishedOneIsToldOf() {
        assertThat(catalogue.choose("nodejs", wish("10.x")).note())
                .contains(
                        "package.json asks for nodejs 10.x, which is not among the builders here: nodejs:18 is taken.");
        assertThat(catalogue.choose("nodejs", wish("9.1.2")).note()).isEmpty();
    }

    private String chosen(String reference, String range) {
        return catalogue.choose(reference, wish(range)).builder().version();
    }

    private static Function<String, Optional<VersionWish>> wish(String range) {
        return _ -> Optional.ofNullable(range).map(asked -> new VersionWish(asked, "package.json"));
    }

    @Test
    void unknownBuilderNamesWhatThereIs() {
        assertThatThrownBy(() -> catalogue.choose("nodejs:20", wish(null)))
                .isInstanceOfSatisfying(
                        FailedBuild.class,
                        failure ->
                                assertThat(failure.evidence()).containsExactly("nodejs:18", "nodejs:9", "python:3.9"));
    }

    @Test
    void whatBecameOfARemovedBuilderIsToldUnlessAnotherHasItsName() {
        assertThatThrownBy(() -> catalogue.choose("paper:1", wish(null)))
                .hasMessage("An administrator removed the builder \"paper\" from the catalogue on 2026-11-28.");
        assertThatThrownBy(() -> catalogue.choose("nodejs:20", wish(null)))
                .hasMessage("There is no builder \"nodejs:20\" here.");
    }

    @Test
    void versionsCompareByNumbers() {
        assertThat(Catalogue.compareVersions("3.9", "3.12")).isNegative();
        assertThat(Catalogue.compareVersions("18", "18.1")).isNegative();
        assertThat(Catalogue.compareVersions("1.0-rc", "1.0-rc")).isZero();
    }
}

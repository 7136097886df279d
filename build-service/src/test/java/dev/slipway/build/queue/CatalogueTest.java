package dev.slipway.build.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.build.queue.Catalogue.Builder;
import dev.slipway.model.build.FailedBuild;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private final Catalogue catalogue =
            new Catalogue(List.of(builder("nodejs", "9"), builder("nodejs", "18"), builder("python", "3.9")));

    private static Builder builder(String name, String version) {
        return new Builder(name, version, "sha256:" + name + version, List.of());
    }

    @Test
    void nameAloneMeansTheNewestVersion() {
        assertThat(catalogue.resolve("nodejs").version()).isEqualTo("18");
    }

    @Test
    void nameAndVersionMeanExactlyThat() {
        assertThat(catalogue.resolve("nodejs:9").version()).isEqualTo("9");
    }

    @Test
    void unknownBuilderNamesWhatThereIs() {
        assertThatThrownBy(() -> catalogue.resolve("nodejs:20"))
                .isInstanceOfSatisfying(
                        FailedBuild.class,
                        failure ->
                                assertThat(failure.evidence()).containsExactly("nodejs:18", "nodejs:9", "python:3.9"));
    }

    @Test
    void versionsCompareByNumbers() {
        assertThat(Catalogue.compareVersions("3.9", "3.12")).isNegative();
        assertThat(Catalogue.compareVersions("18", "18.1")).isNegative();
        assertThat(Catalogue.compareVersions("1.0-rc", "1.0-rc")).isZero();
    }
}

package dev.slipway.build.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionWishTest {
    private static final Set<String> VERSIONS = Set.of("18", "20", "22", "24");
    private static final Comparator<String> BY_NUMBER = Comparator.comparingInt(Integer::parseInt);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "18; 18",
                "v20.11.1; 20",
                "20.x; 20",
                "~22.3.0; 22",
                "^20.19.0 || >=22.12.0; 24",
                ">=18 <23; 22",
                ">=16; 24",
                "*; 24",
                "18 - 20; 20",
                "14.x; 18",
                "^21; 22",
                ">=26.0.0; 24",
                "<16; 18",
                "what else; 24",
                ">=99999999999; 24"
            })
    void newestThatTheRangeHoldsElseTheNextOne(String range, String chosen) {
        assertThat(new VersionWish(range, "package.json").choose(VERSIONS, BY_NUMBER))
                .contains(chosen);
    }

    @Test
    void nothingIsChosenOfNothing() {
        assertThat(new VersionWish("20", ".nvmrc").choose(Set.of(), BY_NUMBER)).isEmpty();
    }

    @Test
    void onlyWhatIsOfAnotherLineIsNotGranted() {
        assertThat(new VersionWish("20.1.0", ".nvmrc").grants("20")).isTrue();
        assertThat(new VersionWish("14.x", ".nvmrc").grants("18")).isFalse();
        assertThat(new VersionWish("<18", "package.json").grants("18")).isFalse();
    }

    @Test
    void enginesComeBeforeTheFilesOfVersionManagers() {
        assertThat(wished("{\"engines\":{\"node\":\"20.x\"}}", "22")).contains(new VersionWish("20.x", "package.json"));
        assertThat(wished("{\"engines\":{\"npm\":\"10\"}}", "v22.1\n")).contains(new VersionWish("v22.1", ".nvmrc"));
        assertThat(wished("{", "lts/*")).isEmpty();
        assertThat(wished("{\"engines\":\"node 20\"}", "")).isEmpty();
    }

    private static Optional<VersionWish> wished(String json, String nvmrc) {
        return NodeVersion.wished(file -> switch (file) {
            case "package.json" -> Optional.of(json);
            case ".nvmrc" -> Optional.of(nvmrc);
            default -> Optional.empty();
        });
    }
}

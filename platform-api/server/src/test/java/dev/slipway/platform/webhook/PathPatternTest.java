package dev.slipway.platform.webhook;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.slipway.model.fault.PlatformException;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {

    @ParameterizedTest
    @CsvSource({
        "web/index.js, web/index.js, true",
        "web/*, web/index.js, true",
        "web/*, web/a/index.js, false",
        "web/**, web/a/b/index.js, true",
        "web/, web/a/b/index.js, true",
        "web/, web, false",
        "**/*.js, index.js, true",
        "**/*.js, a/b/index.js, true",
        "**/*.js, a/b/index.jsx, false",
        "web/**/index.js, web/index.js, true",
        "web/**/index.js, web/a/b/index.js, true",
        "web/**/index.js, web/a/myindex.js, false",
        "a/**/b/**/c, a/x/b/y/z/b/c, true",
        "a/**/b/**/c, a/b/d, false",
        "*.md, README.md, true",
        "*.md, docs/README.md, false",
        "v?.*, v1.2, true",
        "v*, v1.2.3, true",
        "?, /, false",
        "**, anything/at/all, true",
        "a*b*c, aXbYbZc, true",
        "a*b*c, aXbYbZ, false",
        "a**z, a/b/z, true",
        "*, '', true",
        "a, '', false"
    })
    void aPatternFits(String pattern, String path, boolean fits) {
        assertThat(new PathPattern(pattern).fits(path)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "web/**, web/a.js, true",
        "web/** !web/docs/**, web/docs/a.md, false",
        "web/** !web/docs/** web/docs/logo.png, web/docs/logo.png, true",
        "!docs/**, web/a.js, true",
        "!docs/**, docs/a.md, false",
        "web/** !docs/**, other/a, false"
    })
    void theLastThatFitsDecides(String patterns, String path, boolean counts) {
        assertThat(PathPattern.counts(
                        Stream.of(patterns.split(" ")).map(PathPattern::new).toList(), path))
                .isEqualTo(counts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "/web", "!/web"})
    void whatNamesNothingIsRefused(String text) {
        assertThatThrownBy(() -> PathPattern.of("paths[0]", text)).isInstanceOf(PlatformException.class);
    }

    @Property
    void aPathFitsItselfAndEverythingBelowItsDirectories(
            @ForAll @CharRange(from = 'a', to = 'd') @StringLength(min = 1, max = 5) String directory,
            @ForAll @CharRange(from = 'a', to = 'd') @StringLength(min = 1, max = 5) String file) {
        String path = directory + "/" + file;

        for (String pattern : List.of(path, directory + "/*", directory + "/", "**", "**/" + file, "*/*", "**/**")) {
            assertThat(new PathPattern(pattern).fits(path)).as(pattern).isTrue();
        }
        assertThat(new PathPattern("*").fits(path)).isFalse();
    }

    @Test
    void noPatternTakesLong() {
        String path = "a/".repeat(500) + "b";
        List<String> patterns = List.of("**/a*".repeat(40) + "c", "*a".repeat(90) + "c", "**a".repeat(60) + "c");

        assertTimeoutPreemptively(ofSeconds(5), () -> {
            for (String pattern : patterns) {
                assertThat(new PathPattern(pattern).fits(path)).isFalse();
            }
        });
    }
}

package dev.slipway.build.source;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    *.log        | a.log       | true
                    *.log        | a/b.log     | false
                    *            | .hidden     | true
                    */*.log      | a/b.log     | true
                    a*b*c        | aXbYbZc     | true
                    a*b*c        | aXbY        | false
                    ?.txt        | a.txt       | true
                    ?.txt        | ab.txt      | false
                    [a-c]x       | bx          | true
                    [^a-c]x      | bx          | false
                    [^a-c]x      | dx          | true
                    [!a]x        | !x          | true
                    \\*          | *           | true
                    \\*          | a           | false
                    /docs/       | docs        | true
                    ./docs       | docs        | true
                    a/../docs    | docs        | true
                    **           | a/b         | false
                    node_modules | x/node_modules | false
                    caf?         | café        | true
                    """)
    void matchesLikeGoBelowTheRoot(String pattern, String path, boolean expected) {
        assertThat(Glob.compile(pattern).orElseThrow().matches(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"[a", "[]", "[a-]", "a\\", "..", "../x", "/", "."})
    void malformedPatternsAndThoseOutsideTheRootNameNothing(String pattern) {
        assertThat(Glob.compile(pattern)).isEmpty();
    }

    @Property
    void plainNamesMatchThemselvesAndEveryStarMatchesThem(
            @ForAll @AlphaChars @StringLength(min = 1, max = 40) String name) {
        assertThat(Glob.compile(name).orElseThrow().matches(name)).isTrue();
        assertThat(Glob.compile("*").orElseThrow().matches(name)).isTrue();
        assertThat(Glob.compile(name.charAt(0) + "*").orElseThrow().matches(name))
                .isTrue();
    }

    @Property
    void noPatternThrows(@ForAll @Chars({'a', '*', '?', '[', ']', '^', '-', '\\', '/', '.'}) String pattern) {
        Glob.compile(pattern).ifPresent(glob -> glob.matches("a/b"));
    }
}

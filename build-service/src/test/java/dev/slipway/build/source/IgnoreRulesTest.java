package dev.slipway.build.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class IgnoreRulesTest {

    private static List<String> kept(String rules, String... paths) {
        IgnoreRules.Verdicts verdicts = IgnoreRules.parse(rules).verdicts();
        return List.of(paths).stream().filter(path -> !verdicts.ignored(path)).toList();
    }

    @Test
    void directoryTakesItsTreeWithIt() {
        assertThat(kept("node_modules\n", "node_modules/a/b.js", "src/node_modules/c.js"))
                .containsExactly("src/node_modules/c.js");
    }

    @Test
    void laterRulesWin() {
        assertThat(kept("*.md\n!README.md\n", "README.md", "NEWS.md")).containsExactly("README.md");
        assertThat(kept("!README.md\n*.md\n", "README.md")).isEmpty();
    }

    @Test
    void exceptionBelowAnIgnoredDirectorySavesNothing() {
        assertThat(kept("docs\n!docs/keep.md\n", "docs/keep.md")).isEmpty();
        assertThat(kept("docs/*\n!docs/keep.md\n", "docs/keep.md", "docs/other.md"))
                .containsExactly("docs/keep.md");
    }

    @Test
    void commentsBlankLinesAndBrokenPatternsAreSkipped() {
        assertThat(kept("# *.md\r\n\r\n   \n[a\n  x.txt  \r\n", "a.md", "x.txt"))
                .containsExactly("a.md");
    }

    @Property
    void rulesWithoutAnyPatternKeepEverything(
            @ForAll @Chars({' ', '#', '\n', '\t'}) String rules,
            @ForAll @Chars({'a', 'b', '.'}) @StringLength(min = 1, max = 9) String path) {
        assertThat(kept("#" + rules.replace("\n", "\n#"), path)).containsExactly(path);
    }

    @Property
    void whatIsIgnoredAsADirectoryIsIgnoredBelowIt(
            @ForAll @Chars({'a', 'b'}) @StringLength(min = 1, max = 3) String name,
            @ForAll @Chars({'a', 'b', '*', '?'}) @StringLength(min = 1, max = 3) String rule) {
        if (kept(rule, name).isEmpty()) {
            assertThat(kept(rule, name + "/x/y")).isEmpty();
        }
    }
}

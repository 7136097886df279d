package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkTargetTest {

    @ParameterizedTest
    @CsvSource({"a,b", "a,./b/../c", "d/a,../b", "d/e/a,../../x/../y", "a,b/", "d/a,."})
    void linkInsideTheTreeStays(String path, String target) {
        assertThat(LinkTarget.leaves(path, target)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"a,/b", "a,..", "a,../b", "d/a,../../b", "d/a,b/../../../d/c", "a,''", "a,//"})
    void linkOutOfTheTreeLeaves(String path, String target) {
        assertThat(LinkTarget.leaves(path, target)).isTrue();
    }
}

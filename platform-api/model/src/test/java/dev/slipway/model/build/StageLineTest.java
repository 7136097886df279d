package dev.slipway.model.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.build.StageLine.End;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StageLineTest {

    @Test
    void stagesBeginAndEndInTheSameWords() {
        assertThat(StageLine.begun("assemble")).isEqualTo("--> assemble");
        assertThat(StageLine.ended("assemble", 12_345, End.DONE)).isEqualTo("<-- assemble           12.345 s");
        assertThat(StageLine.ended("assemble-runtime", 5, End.FAILED))
                .isEqualTo("<-- assemble-runtime    0.005 s failed");
        assertThat(StageLine.ended("commit", 7_200_000, End.STOPPED))
                .isEqualTo("<-- commit           7200.000 s stopped");
    }

    @Property
    void lineIsAsLongHoweverLongTheStageTook(@ForAll @LongRange(min = 0, max = 9_999_999) long millis) {
        String line = StageLine.ended("save-artifacts", millis, End.DONE);

        assertThat(line).hasSameSizeAs(StageLine.ended("save-artifacts", 0, End.DONE));
        assertThat(StageLine.ends(line)).isTrue();
        assertThat(StageLine.begins(line)).isFalse();
    }

    @Test
    void linesAreRecognised() {
        assertThat(StageLine.begins("--> post-commit")).isTrue();
        assertThat(StageLine.endsWithFailure(StageLine.ended("builder", 1, End.FAILED)))
                .isTrue();
        assertThat(StageLine.endsWithFailure(StageLine.ended("builder", 1, End.DONE)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-->", "--> Two words", "--> src/app.js:3", "<-- assemble", "<-- assemble 1 s", "x --> y"})
    void othersAreNot(String line) {
        assertThat(StageLine.begins(line)).isFalse();
        assertThat(StageLine.ends(line)).isFalse();
    }
}

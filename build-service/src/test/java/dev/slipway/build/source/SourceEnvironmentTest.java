package dev.slipway.build.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.source.SourceEnvironment;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SourceEnvironmentTest {

    @Test
    void namesAndValuesAreTrimmedAndNothingElseIsChanged() {
        assertThat(SourceEnvironment.parse(" A = b c \r\nQUOTED=\"x y\"\nREF=$A\nURL=a=b\nEMPTY=\n"))
                .isEqualTo(Map.of("A", "b c", "QUOTED", "\"x y\"", "REF", "$A", "URL", "a=b", "EMPTY", ""));
    }

    @Test
    void commentsStandInColumnZeroOnly() {
        assertThat(SourceEnvironment.parse("#A=1\n #B=2\nC=3 # no comment\n"))
                .isEqualTo(Map.of("#B", "2", "C", "3 # no comment"));
    }

    @Test
    void linesThatAreNoVariableAreSkipped() {
        assertThat(SourceEnvironment.parse("export\n\n=x\n  \nA=1")).isEqualTo(Map.of("A", "1"));
    }

    @Test
    void laterOfTwoWins() {
        assertThat(SourceEnvironment.parse("A=1\nA=2")).isEqualTo(Map.of("A", "2"));
    }

    @Property
    void anyTextGivesTrimmedNonEmptyNames(@ForAll String text) {
        assertThat(SourceEnvironment.parse(text)).allSatisfy((name, value) -> {
            assertThat(name).isNotEmpty().isEqualTo(name.strip());
            assertThat(value).isEqualTo(value.strip());
        });
    }
}

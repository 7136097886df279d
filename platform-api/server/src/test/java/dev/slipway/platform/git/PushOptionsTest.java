package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PushOptionsTest {

    @Test
    void withoutOptionsThePushBuildsAndShowsTheLog() {
        assertThat(PushOptions.of(null)).isEqualTo(new PushOptions(false, true, false, false, List.of()));
    }

    @Test
    void waitWinsOverDetach() {
        PushOptions options = PushOptions.of(List.of("detach", "wait"));

        assertThat(options.await()).isTrue();
        assertThat(options.detach()).isFalse();
        assertThat(options.remarks()).hasSize(1);
    }

    @Test
    void nothingIsAwaitedThatIsNotBuilt() {
        assertThat(PushOptions.of(List.of("no-build", "wait")).await()).isFalse();
    }

    @Test
    void unknownOptionIsQuotedWithoutControlCharacters() {
        assertThat(PushOptions.of(List.of("a\u001b[31mb\nc")).remarks())
                .singleElement()
                .asString()
                .contains("\"abc\"");
    }
}

package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GreetingTest {
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
    private int heard;
    private final Greeting greeting = new Greeting(
            "/s2i/assemble", () -> heard++, (_, bytes, offset, length) -> passed.write(bytes, offset, length));

    private void said(String... parts) {
        for (String part : parts) {
            byte[] bytes = ("##" + part).getBytes(StandardCharsets.UTF_8);
            greeting.accept(false, bytes, 2, bytes.length - 2);
        }
    }

    @Test
    void isHeardAlsoInPartsAndEverythingIsHandedOn() {
        said("Assembling wi");
        assertThat(heard).isZero();

        said("th /s2i/assemble\nAssembling with ", "/s2i/assemble\n");

        assertThat(heard).isEqualTo(1);
        assertThat(passed).hasToString("Assembling with /s2i/assemble\nAssembling with /s2i/assemble\n");
    }

    @Test
    void isHeardAfterWhatAnEntrypointSays() {
        said("Enabling packages\n\nAssembling\nAssembling with /s2i/assemble\n");

        assertThat(heard).isEqualTo(1);
    }

    @Test
    void isALineOfItsOwn() {
        said("not Assembling with /s2i/assemble\nAssembling with /s2i/assemble-runtime\n");

        assertThat(heard).isZero();
    }
}

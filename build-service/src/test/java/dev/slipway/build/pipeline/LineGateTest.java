package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineGateTest {
    private static final String[] WORDS = {
        "https",
        "it's s3cret",
        "it's",
        " s3c",
        "ret",
        "s3cret/s3cret",
        ":",
        "/",
        "//",
        "://",
        "ada",
        "@",
        ":pw",
        "host",
        ".",
        " ",
        "\n",
        "\r\n",
        "a".repeat(600),
        "x=",
        "äö"
    };

    private static final Masks MASKS = Masks.of(List.of("it's s3cret", "s3cret/", "s3cret/s3cr"));

    /// Seeded: the same texts every time.
    @Test
    void whatPassesDoesNotDependOnHowTheOutputIsCut() {
        Random chance = new Random(4);
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 40; word++) {
                text.append(WORDS[chance.nextInt(WORDS.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            assertThat(cut(bytes, chance)).as(text.toString()).isEqualTo(whole(bytes));
        }
    }

    @Test
    void beginningOfAUrlWaitsForItsEnd() {
        LineGate gate = new LineGate(MASKS);
        byte[] bytes = "pulling... 50% from https://ada:secr".getBytes(StandardCharsets.UTF_8);

        assertThat(gate.pass(bytes, 0, bytes.length) + gate.waiting()).isEqualTo("pulling... 50% from https");
        assertThat(gate.rest()).isEqualTo("://ada:secr");
    }

    private static String whole(byte[] bytes) {
        LineGate gate = new LineGate(MASKS);
        return gate.pass(bytes, 0, bytes.length) + gate.rest();
    }

    private static String cut(byte[] bytes, Random chance) {
        LineGate gate = new LineGate(MASKS);
        StringBuilder passed = new StringBuilder();
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + chance.nextInt(9));
            passed.append(gate.pass(bytes, at, length));
            if (chance.nextInt(3) == 0) {
                passed.append(gate.waiting());
            }
            at += length;
        }
        return passed + gate.rest();
    }
}

package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MasksTest {
    private static final Map<String, UnaryOperator<String>> WRITINGS = writings();

    /// Seeded: the same secrets every time. The last are a key of several lines and a long one.
    private static final List<String> CANARIES = canaries();

    @Test
    void canaryIsNotFoundInWhateverWritingByteByByte() {
        Masks masks = Masks.of(CANARIES);
        WRITINGS.forEach((writing, encoder) -> {
            for (String canary : CANARIES) {
                String written = encoder.apply(canary);
                String passed = byteByByte(masks, "before " + written + " after\n");
                assertThat(passed)
                        .as(writing + " of " + canary)
                        .startsWith("before ")
                        .endsWith(" after\n");
                assertThat(leaked(written, passed))
                        .as(writing + " of " + canary + ": " + passed)
                        .isLessThan(6);
            }
        });
    }

    @Test
    void whatIsNoSecretPasses() {
        Masks masks = Masks.of(List.of("hunter22", "short", ""));

        assertThat(byteByByte(masks, "short hunter2 hunter hunter22 hunter222\n"))
                .isEqualTo("short hunter2 hunter *** ***2\n");
    }

    @Test
    void longestOfTwoSecretsIsTaken() {
        Masks masks = Masks.of(List.of("abcdef", "abcdefghij"));

        assertThat(byteByByte(masks, "abcdefghij abcdefgh\n")).isEqualTo("*** ***gh\n");
    }

    /// How long a piece of what was written can still be read.
    private static int leaked(String written, String passed) {
        int longest = 0;
        for (String line : Masks.bytes(written).split("\n")) {
            for (int from = 0; from < line.length(); from++) {
                while (from + longest < line.length() && passed.contains(line.substring(from, from + longest + 1))) {
                    longest++;
                }
            }
        }
        return longest;
    }

    private static String byteByByte(Masks masks, String text) {
        LineGate gate = new LineGate(masks);
        StringBuilder passed = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            passed.append(gate.pass(new byte[] {one}, 0, 1)).append(gate.waiting());
        }
        return passed + gate.rest();
    }

    private static Map<String, UnaryOperator<String>> writings() {
        Map<String, UnaryOperator<String>> writings = new LinkedHashMap<>();
        writings.put("plain", text -> text);
        writings.put("base64", text -> base64(Base64.getEncoder(), "", text, ""));
        writings.put("base64 for URLs", text -> base64(Base64.getUrlEncoder().withoutPadding(), "", text, ""));
        writings.put("base64 of a pair", text -> base64(Base64.getEncoder(), "u:", text, ""));
        writings.put("base64 amid text", text -> base64(Base64.getEncoder(), "u", text, "!"));
        writings.put("base64 in lines", text -> base64(Base64.getMimeEncoder(76, new byte[] {'\n'}), "", text, ""));
        writings.put("base64 with a line's end", text -> base64(Base64.getEncoder(), "", text, "\n"));
        writings.put("hexadecimal", text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
        writings.put(
                "hexadecimal in capitals",
                text -> HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8)));
        writings.put(
                "hexadecimal bytes",
                text -> HexFormat.ofDelimiter(" ").formatHex(text.getBytes(StandardCharsets.UTF_8)));
        writings.put("URL", text -> URLEncoder.encode(text, StandardCharsets.UTF_8));
        writings.put(
                "JSON", text -> text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
        writings.put("shell", text -> "'" + text.replace("'", "'\\''") + "'");
        return writings;
    }

    private static String base64(Base64.Encoder encoder, String before, String text, String after) {
        return encoder.encodeToString((before + text + after).getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> canaries() {
        Random chance = new Random(7);
        String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_+/=&%'\"\\ <>ä";
        List<String> canaries = new java.util.ArrayList<>(IntStream.range(0, 20)
                .mapToObj(_ -> text(chance, letters, 20 + chance.nextInt(30)))
                .toList());
        canaries.add("-----BEGIN KEY-----\n" + text(chance, letters, 64) + "\n" + text(chance, letters, 40) + "\n");
        canaries.add(text(chance, letters, 400));
        return canaries;
    }

    private static String text(Random chance, String letters, int length) {
        StringBuilder text = new StringBuilder("k");
        for (int at = 0; at < length; at++) {
            text.append(letters.charAt(chance.nextInt(letters.length())));
        }
        return text.append('z').toString();
    }
}

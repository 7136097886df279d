package dev.slipway.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every pair of colours that meet on a page has the contrast of WCAG 2.2 AA: 4.5 for text, 3 for edges of controls.
class PaletteTest {
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): #([0-9a-f]{6});");

    static Stream<Arguments> pairs() throws IOException {
        String css = css();
        Map<String, Integer> light = colours(css.substring(0, css.indexOf("@media (prefers-color-scheme: dark)")));
        Map<String, Integer> dark = colours(css.substring(css.indexOf("@media (prefers-color-scheme: dark)")));
        return Stream.of(light, dark).flatMap(palette -> Stream.concat(texts(palette), edges(palette)));
    }

    private static Stream<Arguments> texts(Map<String, Integer> palette) {
        Stream<Arguments> onSurfaces = Stream.of("page", "card", "sunken")
                .flatMap(back -> Stream.of("text", "muted", "accent", "good", "busy", "warn", "bad")
                        .map(text -> Arguments.of(palette, text, back, 4.5)));
        Stream<Arguments> onBoxes = Stream.of("bad-back", "warn-back", "notice-back")
                .flatMap(back -> Stream.of("text", "accent").map(text -> Arguments.of(palette, text, back, 4.5)));
        return Stream.concat(
                Stream.concat(onSurfaces, onBoxes), Stream.of(Arguments.of(palette, "on-accent", "accent", 4.5)));
    }

    private static Stream<Arguments> edges(Map<String, Integer> palette) {
        return Stream.of("page", "card")
                .flatMap(back -> Stream.of("edge", "accent").map(edge -> Arguments.of(palette, edge, back, 3.0)));
    }

    @ParameterizedTest(name = "{1} on {2}")
    @MethodSource("pairs")
    void coloursThatMeetCanBeToldApart(Map<String, Integer> palette, String front, String back, double least) {
        assertThat(contrast(palette.get(front), palette.get(back))).isGreaterThanOrEqualTo(least);
    }

    private static String css() throws IOException {
        try (InputStream in = PaletteTest.class.getResourceAsStream("/console/console.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, Integer> colours(String css) {
        Map<String, Integer> found = new HashMap<>();
        for (Matcher colour = COLOUR.matcher(css); colour.find(); ) {
            found.put(colour.group(1), Integer.parseInt(colour.group(2), 16));
        }
        return found;
    }

    private static double contrast(int one, int other) {
        double lighter = Math.max(luminance(one), luminance(other));
        double darker = Math.min(luminance(one), luminance(other));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(int colour) {
        return 0.2126 * linear(colour >> 16 & 255) + 0.7152 * linear(colour >> 8 & 255) + 0.0722 * linear(colour & 255);
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}

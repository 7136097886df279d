package dev.slipway.build.pipeline;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// The ways in which programs write a secret into their output: as it is, line by line, quoted, in hexadecimal
/// digits or in base64, also amid other text. Reversed, encrypted or cut into pieces it is not known.
final class SecretForms {
    /// A value that is shorter is no secret worth the name, and hiding it would hide much else.
    static final int SHORTEST = 6;

    /// Where the tools base64 and openssl begin a new line.
    private static final List<Integer> WIDTHS = List.of(76, 64);

    private SecretForms() {}

    /// As bytes in ISO 8859-1 characters; none is shorter than SHORTEST or has a line's end in it.
    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        String whole = secret.strip();
        if (whole.length() < SHORTEST) {
            return forms;
        }
        Stream.of(written(whole), hexadecimal(whole), base64(whole), base64(whole + "\n"))
                .flatMap(form -> form)
                .flatMap(form -> Arrays.stream(form.split("[\r\n]+")))
                .map(String::strip)
                .map(Masks::bytes)
                .filter(form -> form.length() >= SHORTEST)
                .forEach(forms::add);
        return forms;
    }

    private static Stream<String> written(String secret) {
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String component = form.replace("+", "%20");
        return Stream.of(
                secret,
                form,
                component,
                lowered(form),
                lowered(component),
                json(secret),
                json(secret).replace("/", "\\/"),
                html(secret),
                html(secret).replace("&#39;", "&apos;"),
                secret.replace("'", "'\\''"));
    }

    /// With the hexadecimal digits of escapes in lower case, as some write them.
    private static String lowered(String encoded) {
        StringBuilder lowered = new StringBuilder(encoded);
        for (int at = lowered.indexOf("%"); at >= 0; at = lowered.indexOf("%", at + 1)) {
            lowered.replace(at, at + 3, lowered.substring(at, at + 3).toLowerCase(Locale.ROOT));
        }
        return lowered.toString();
    }

    private static String json(String secret) {
        return secret.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    private static String html(String secret) {
        return secret.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static Stream<String> hexadecimal(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return Stream.of(HexFormat.of(), HexFormat.ofDelimiter(" "), HexFormat.ofDelimiter(":"))
                .flatMap(digits -> Stream.of(
                        digits.formatHex(bytes), digits.withUpperCase().formatHex(bytes)));
    }

    /// By itself, also in lines, and with anything before and after: then what those decide is left out.
    private static Stream<String> base64(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
                .flatMap(encoder -> Stream.concat(
                        alone(encoder.encodeToString(bytes)),
                        Stream.of(0, 1, 2).map(before -> amid(encoder.withoutPadding(), bytes, before))));
    }

    private static Stream<String> alone(String encoded) {
        return Stream.concat(
                Stream.of(encoded), WIDTHS.stream().map(width -> encoded.replaceAll("(.{" + width + "})", "$1\n")));
    }

    private static String amid(Base64.Encoder encoder, byte[] secret, int before) {
        byte[] shifted = new byte[before + secret.length];
        System.arraycopy(secret, 0, shifted, before, secret.length);
        String encoded = encoder.encodeToString(shifted);
        int first = before == 0 ? 0 : before + 1;
        int last = shifted.length * 8 / 6;
        return encoded.substring(first, Math.max(first, last));
    }
}

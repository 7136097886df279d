package dev.slipway.build.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Takes secrets out of output, wherever they stand in it and in whatever writing {@link SecretForms} knows. Texts
/// are bytes as ISO 8859-1 characters.
final class Masks {
    static final Masks NONE = new Masks(List.of());
    private static final String MASK = "***";

    private final NavigableSet<String> patterns = new TreeSet<>();
    private final Map<String, NavigableSet<Integer>> lengths = new HashMap<>();

    private Masks(Collection<String> secrets) {
        for (String secret : secrets) {
            patterns.addAll(SecretForms.of(secret));
        }
        patterns.forEach(pattern -> lengths.computeIfAbsent(beginning(pattern), _ -> new TreeSet<>())
                .add(pattern.length()));
    }

    static Masks of(Collection<String> secrets) {
        return new Masks(secrets);
    }

    private static String beginning(CharSequence pattern) {
        return pattern.subSequence(0, SecretForms.SHORTEST).toString();
    }

    /// What is known of a text: its beginning, masked, and how long that beginning was. What comes after may be the
    /// beginning of a secret, unless the text has ended.
    record Masked(String text, int length) {}

    Masked mask(CharSequence text, boolean ended) {
        StringBuilder masked = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length() && (ended || !begins(text, at))) {
            int length = longest(text, at);
            masked.append(length == 0 ? text.subSequence(at, at + 1) : MASK);
            at += Math.max(1, length);
        }
        return new Masked(masked.toString(), at);
    }

    /// Whether what is left could be the beginning of a pattern that is longer.
    private boolean begins(CharSequence text, int at) {
        int left = text.length() - at;
        if (left >= SecretForms.SHORTEST && longerThan(left, lengths(text, at)) == null) {
            return false;
        }
        String rest = text.subSequence(at, text.length()).toString();
        String next = patterns.higher(rest);
        return next != null && next.startsWith(rest);
    }

    private static Integer longerThan(int left, NavigableSet<Integer> lengths) {
        return lengths == null ? null : lengths.higher(left);
    }

    private int longest(CharSequence text, int at) {
        int left = text.length() - at;
        NavigableSet<Integer> possible = left < SecretForms.SHORTEST ? null : lengths(text, at);
        if (possible == null) {
            return 0;
        }
        return possible.headSet(left, true).descendingSet().stream()
                .filter(length ->
                        patterns.contains(text.subSequence(at, at + length).toString()))
                .findFirst()
                .orElse(0);
    }

    private NavigableSet<Integer> lengths(CharSequence text, int at) {
        return lengths.get(text.subSequence(at, at + SecretForms.SHORTEST).toString());
    }

    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}

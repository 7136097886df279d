package dev.slipway.build.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Takes secrets out of output, wherever they stand in it and in whatever writing {@link SecretForms} knows. Texts
/// are bytes as ISO 8859-1 characters.
final class Masks {
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
        if (patterns.isEmpty()) {
            return new Masked(text.toString(), text.length());
        }
        StringBuilder masked = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            NavigableSet<Integer> possible = possible(text, at);
            if (!ended && begins(text, at, possible)) {
                break;
            }
            int length = longest(text, at, possible);
            masked.append(length == 0 ? text.subSequence(at, at + 1) : MASK);
            at += Math.max(1, length);
        }
        return new Masked(masked.toString(), at);
    }

    /// The lengths of the patterns that begin as the text does here; none where too little is left to tell.
    private NavigableSet<Integer> possible(CharSequence text, int at) {
        int end = at + SecretForms.SHORTEST;
        return end > text.length()
                ? Collections.emptyNavigableSet()
                : lengths.getOrDefault(text.subSequence(at, end).toString(), Collections.emptyNavigableSet());
    }

    /// Whether what is left could be the beginning of a pattern that is longer.
    private boolean begins(CharSequence text, int at, NavigableSet<Integer> possible) {
        int left = text.length() - at;
        if (left >= SecretForms.SHORTEST && possible.higher(left) == null) {
            return false;
        }
        String rest = text.subSequence(at, text.length()).toString();
        String next = patterns.higher(rest);
        return next != null && next.startsWith(rest);
    }

    private int longest(CharSequence text, int at, NavigableSet<Integer> possible) {
        return possible.headSet(text.length() - at, true).descendingSet().stream()
                .filter(length ->
                        patterns.contains(text.subSequence(at, at + length).toString()))
                .findFirst()
                .orElse(0);
    }

    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}

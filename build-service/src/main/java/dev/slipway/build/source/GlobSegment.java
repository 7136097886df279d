package dev.slipway.build.source;

import dev.slipway.build.source.Token.Any;
import dev.slipway.build.source.Token.Choice;
import dev.slipway.build.source.Token.Literal;
import dev.slipway.build.source.Token.Range;
import dev.slipway.build.source.Token.Star;
import java.util.ArrayList;
import java.util.List;

/// The part of a {@link Glob} between two slashes.
record GlobSegment(List<Token> tokens) {

    /// Throws IllegalArgumentException for an unfinished class or escape.
    static GlobSegment compile(String text) {
        return new GlobSegment(new Reader(text.codePoints().toArray()).tokens());
    }

    /// Linear in the text for every star: only the last star seen is ever tried again.
    boolean matches(String text) {
        int[] points = text.codePoints().toArray();
        int at = 0;
        int token = 0;
        int star = -1;
        int resume = 0;
        while (at < points.length) {
            if (token < tokens.size() && tokens.get(token) instanceof Star) {
                star = token++;
                resume = at;
            } else if (token < tokens.size() && tokens.get(token).matches(points[at])) {
                token++;
                at++;
            } else if (star >= 0) {
                token = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        return tokens.stream().skip(token).allMatch(Star.class::isInstance);
    }

    private static final class Reader {
        private final int[] points;
        private int at;

        Reader(int[] points) {
            this.points = points;
        }

        List<Token> tokens() {
            List<Token> tokens = new ArrayList<>();
            while (at < points.length) {
                tokens.add(token());
            }
            return List.copyOf(tokens);
        }

        private Token token() {
            return switch (points[at]) {
                case '*' -> skipping(new Star());
                case '?' -> skipping(new Any());
                case '[' -> choice();
                default -> new Literal(character());
            };
        }

        private Token skipping(Token token) {
            at++;
            return token;
        }

        private Token choice() {
            at++;
            boolean negated = peek() == '^';
            if (negated) {
                at++;
            }
            List<Range> ranges = new ArrayList<>();
            while (ranges.isEmpty() || peek() != ']') {
                ranges.add(range());
            }
            at++;
            return new Choice(negated, List.copyOf(ranges));
        }

        private Range range() {
            int low = bound();
            if (peek() != '-') {
                return new Range(low, low);
            }
            at++;
            return new Range(low, bound());
        }

        private int bound() {
            if (peek() == '-' || peek() == ']') {
                throw new IllegalArgumentException("an empty range");
            }
            return character();
        }

        private int character() {
            if (peek() == '\\') {
                at++;
            }
            int point = peek();
            at++;
            return point;
        }

        private int peek() {
            if (at >= points.length) {
                throw new IllegalArgumentException("an unfinished pattern");
            }
            return points[at];
        }
    }
}

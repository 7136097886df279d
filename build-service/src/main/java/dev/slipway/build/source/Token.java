package dev.slipway.build.source;

import java.util.List;

/// One piece of a {@link Glob} segment.
sealed interface Token {

    boolean matches(int codePoint);

    /// Any run of characters, also an empty one.
    record Star() implements Token {
        @Override
        public boolean matches(int codePoint) {
            return true;
        }
    }

    record Any() implements Token {
        @Override
        public boolean matches(int codePoint) {
            return true;
        }
    }

    record Literal(int expected) implements Token {
        @Override
        public boolean matches(int codePoint) {
            return codePoint == expected;
        }
    }

    record Choice(boolean negated, List<Range> ranges) implements Token {
        @Override
        public boolean matches(int codePoint) {
            return negated != ranges.stream().anyMatch(range -> range.holds(codePoint));
        }
    }

    record Range(int low, int high) {
        boolean holds(int codePoint) {
            return low <= codePoint && codePoint <= high;
        }
    }
}

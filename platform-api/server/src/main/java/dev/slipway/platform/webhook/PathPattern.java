package dev.slipway.platform.webhook;

import dev.slipway.model.fault.PlatformException;
import java.util.List;

/// A pattern of paths: `?` is one character and `*` any number of them, neither a slash; `**` is anything. A
/// pattern that ends with a slash is everything below. One that begins with `!` takes away what others before it
/// took.
record PathPattern(String text) {
    private static final int LONGEST = 200;

    /// Throws FIELD_INVALID for the field.
    static PathPattern of(String field, String text) {
        String plain = text == null ? "" : text.startsWith("!") ? text.substring(1) : text;
        if (plain.isEmpty() || text.length() > LONGEST || plain.startsWith("/")) {
            throw PlatformException.invalid(
                    field, "must be a path or pattern of 1 to " + LONGEST + " characters that does not begin with /");
        }
        return new PathPattern(text);
    }

    /// Whether the path counts: the last pattern that fits it decides; where all patterns take away, the others
    /// count.
    static boolean counts(List<PathPattern> patterns, String path) {
        boolean counts = patterns.stream().allMatch(PathPattern::takesAway);
        for (PathPattern pattern : patterns) {
            if (pattern.fits(path)) {
                counts = !pattern.takesAway();
            }
        }
        return counts;
    }

    boolean takesAway() {
        return text.startsWith("!");
    }

    boolean fits(String path) {
        String plain = takesAway() ? text.substring(1) : text;
        return new Walk(plain.endsWith("/") ? plain + "**" : plain, path).fits();
    }

    /// Goes back to the last `*`, and where that may not grow, to the last `**`: no pattern takes longer than its
    /// length
    /// times the path's.
    private static final class Walk {
        private static final String DIRECTORIES = "**/";

        private final String pattern;
        private final String path;
        private int at;
        private int in;
        private int star = -1;
        private int starIn;
        private int deep = -1;
        private int deepIn;
        private boolean directories;

        Walk(String pattern, String path) {
            this.pattern = pattern;
            this.path = path;
        }

        boolean fits() {
            while (in < path.length()) {
                if (!wildcard() && !character() && !growStar() && !growDeep()) {
                    return false;
                }
            }
            return pattern.substring(at).chars().allMatch(character -> character == '*');
        }

        private boolean wildcard() {
            if (pattern.startsWith("**", at)) {
                directories = pattern.startsWith(DIRECTORIES, at) && (at == 0 || pattern.charAt(at - 1) == '/');
                at += directories ? DIRECTORIES.length() : 2;
                deep = at;
                deepIn = in;
                star = -1;
                return true;
            }
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = ++at;
                starIn = in;
                return true;
            }
            return false;
        }

        private boolean character() {
            boolean same = at < pattern.length() && one(pattern.charAt(at), path.charAt(in));
            at += same ? 1 : 0;
            in += same ? 1 : 0;
            return same;
        }

        private boolean growStar() {
            if (star < 0 || path.charAt(starIn) == '/') {
                return false;
            }
            at = star;
            in = ++starIn;
            return true;
        }

        /// `**` before a slash is whole directories, or none.
        private boolean growDeep() {
            int next = directories && deep >= 0 ? path.indexOf('/', deepIn) : deepIn;
            if (deep < 0 || next < 0) {
                return false;
            }
            at = deep;
            deepIn = next + 1;
            in = deepIn;
            star = -1;
            return true;
        }
    }

    private static boolean one(char wanted, char given) {
        return wanted == given || wanted == '?' && given != '/';
    }
}

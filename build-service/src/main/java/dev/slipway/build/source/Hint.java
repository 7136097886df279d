package dev.slipway.build.source;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A pattern of builders that counts only where nothing else says anything. No builder but ours spells one so. A faint
/// one may be a part of anything, so a directory that is recognised goes before it. beside is what else the root may
/// have, besideSeveral where more than one file matches: of several programs the builder finds the one that serves, of
/// several pages none is the first.
record Hint(String pattern, boolean faint, Pattern beside, Pattern besideSeveral) {
    private static final Pattern ANYTHING = Pattern.compile(".*", Pattern.DOTALL);

    private static final Pattern PAGES = Pattern.compile(
            "[.].*|LICENSE|.*[.](html|css|m?js|json|map|xml|md|txt|rst|svg|png|jpe?g|gif|ico|webp|woff2?|bat)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern PYTHON = Pattern.compile(
            PAGES.pattern()
                    + "|README|Makefile|Procfile.*|.*[.](py|toml|cfg|ini|ya?ml|csv|db|sqlite3?|sh|service|conf)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NO_PROGRAM =
            Pattern.compile(".*[.]config[.]js|gulpfile[.]js|(setup|conftest)[.]py|test_.*[.]py|.*_test[.]py");

    private static final Pattern NOTHING = Pattern.compile("(?!)");
    private static final Pattern NO_PAGE =
            Pattern.compile(PAGES.pattern().replace("html|", ""), Pattern.CASE_INSENSITIVE);

    /// In this order.
    static final List<Hint> ALL = List.of(
            new Hint("./[Ss]erver*.js", false, ANYTHING, NOTHING),
            new Hint("./*[^A-Za-z][Ss]erver*.js", false, ANYTHING, NOTHING),
            new Hint("./Rakefile", true, ANYTHING, NOTHING),
            new Hint("./*.html", true, PAGES, NOTHING),
            new Hint("./*.js", true, PAGES, NO_PAGE),
            new Hint("./*.mjs", true, PAGES, NO_PAGE),
            new Hint("./*.py", true, PYTHON, PYTHON));

    static boolean is(String pattern) {
        return ALL.stream().anyMatch(hint -> hint.pattern().equals(pattern));
    }

    /// The file that it matches, of several the first, where nothing is beside it that makes it say less.
    Optional<String> file(List<String> rootFiles) {
        Glob glob = Glob.compile(pattern).orElseThrow();
        List<String> files = rootFiles.stream()
                .filter(glob::matches)
                .filter(file -> !NO_PROGRAM.matcher(file).matches())
                .sorted()
                .toList();
        Pattern allowed = files.size() == 1 ? beside : besideSeveral;
        boolean clear =
                rootFiles.stream().allMatch(file -> allowed.matcher(file).matches());
        return clear ? files.stream().findFirst() : Optional.empty();
    }
}

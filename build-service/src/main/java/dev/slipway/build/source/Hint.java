package dev.slipway.build.source;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A pattern of builders that counts only where nothing else says anything. No builder but ours spells one so. Where it
/// is not plural the root may have only one such file: of several pages none is the first, of several programs the
/// builder finds the one that serves. A faint one may be a part of anything, so a directory that is recognised goes
/// before it. beside is what else the root may have.
record Hint(String pattern, boolean plural, boolean faint, Pattern beside) {
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

    /// In this order.
    static final List<Hint> ALL = List.of(
            new Hint("./[Ss]erver*.js", false, false, ANYTHING),
            new Hint("./*[^A-Za-z][Ss]erver*.js", false, false, ANYTHING),
            new Hint("./Rakefile", false, true, ANYTHING),
            new Hint("./*.html", false, true, PAGES),
            new Hint("./*.js", true, true, PAGES),
            new Hint("./*.mjs", true, true, PAGES),
            new Hint("./*.py", true, true, PYTHON));

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
        boolean alone = rootFiles.stream().allMatch(file -> beside.matcher(file).matches());
        return alone && (plural || files.size() == 1) ? files.stream().findFirst() : Optional.empty();
    }
}

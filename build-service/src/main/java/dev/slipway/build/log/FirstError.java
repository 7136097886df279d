package dev.slipway.build.log;

import dev.slipway.model.build.LogLine;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Which line of a log looks like the cause of a failure: the first with which a tool gives up. Every tool has a
/// pattern for how such a line begins, after spaces and signs; what a tool only says later, such as that a command
/// failed, is not among them. Patterns are bounded, so that a hostile line costs no more than another.
enum FirstError {
    NPM("npm (?:ERR!|error) (?!(?:code|errno|syscall|path|cwd|command|workspace|location|Lifecycle|A complete) )\\S"),
    PNPM("ERR_PNPM_\\w"),
    YARN("error (?!Command failed)[A-Z]"),
    /// Also pip and cargo.
    ERROR("(?:[\\w./-]{1,80}: )?(?:fatal )?error(?:\\[\\w{1,20}\\])?: (?!subprocess-exited)\\S"),
    /// gcc, clang and javac: a file, a line and perhaps a column before it.
    COMPILER("[^\\s:]{1,300}:\\d{1,7}:(?:\\d{1,7}:)? (?:fatal )?error: \\S"),
    TYPESCRIPT("[^\\s:(]{1,300}[(:]\\d{1,7}[,:]\\d{1,7}\\)?(?::| -) error TS\\d"),
    BUNDLE("ERROR in \\S|error during build:"),
    GO("(?:vet: )?[^\\s:]{1,300}\\.go:\\d{1,7}:(?:\\d{1,7}:)? \\S"),
    GO_MODULES("go: (?!(?:downloading|finding|extracting|added|upgraded|downgraded|creating|to add|warning) )\\S"),
    PANIC("panic: \\S"),
    MAVEN("\\[ERROR\\] (?!COMPILATION ERROR|-{3})\\S"),
    GRADLE("FAILURE: Build failed"),
    GIT("fatal: \\S"),
    BUNDLER("Could not find \\S|Bundler could not \\S|An error occurred while installing \\S"),
    COMPOSER("Your requirements could not be resolved"),
    PHP("(?:PHP )?(?:Fatal|Parse) error: "),
    PERL("Can't locate \\S{1,300} in @INC"),
    APT("E: \\S"),
    SHELL("[\\w./-]{1,200}: (?:line )?\\d{1,7}: .{1,300}: (?:command )?(?:not found|Permission denied|No such file)"),
    /// JavaScript, Java, Ruby; Python's stands behind its traceback.
    EXCEPTION("(?:Uncaught |Exception in thread \"[^\"]{1,100}\" )?(?:[a-z_][\\w.]{0,150})?(?:Error|Exception)"
            + "(?: \\[\\w{1,60}\\])?: (?!subprocess-exited)\\S"),
    TESTS("--- FAIL: \\S|FAIL(?:ED)? \\S|not ok \\d|\\d{1,6} failing\\b"),
    MAKE("make(?:\\[\\d{1,3}\\])?: \\*\\*\\* \\S");

    private static final String TRACEBACK = "Traceback (most recent call last):";
    private static final Pattern SIGNS = Pattern.compile("[\\s×✗✘✖│|•>]{0,40}");

    private final Pattern pattern;

    FirstError(String beginning) {
        pattern = Pattern.compile(beginning, Pattern.CASE_INSENSITIVE);
    }

    /// Empty where none looks like it.
    static Optional<LogLine> in(List<LogLine> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String text = SIGNS.matcher(lines.get(i).text()).replaceFirst("");
            if (text.startsWith(TRACEBACK)) {
                return Optional.of(raised(lines, i));
            }
            if (begins(text)) {
                return Optional.of(lines.get(i));
            }
        }
        return Optional.empty();
    }

    private static boolean begins(String text) {
        for (FirstError tool : values()) {
            if (tool.pattern.matcher(text).lookingAt()) {
                return true;
            }
        }
        return false;
    }

    /// Below a traceback stands what was raised, at last, and as far left as its title.
    private static LogLine raised(List<LogLine> lines, int traceback) {
        int left = indentation(lines.get(traceback).text());
        return IntStream.range(traceback + 1, lines.size())
                .mapToObj(lines::get)
                .filter(line -> !line.text().isBlank() && indentation(line.text()) <= left)
                .findFirst()
                .orElse(lines.get(traceback));
    }

    private static int indentation(String text) {
        return text.length() - text.stripLeading().length();
    }
}

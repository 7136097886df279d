package dev.slipway.build.log;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.slipway.model.build.LogLine;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstErrorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "npm ERR! 404 Not Found - GET https://npm.example.org/nope - Not found",
                "npm error ERESOLVE could not resolve",
                " ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with \"frozen-lockfile\"",
                "error Couldn't find any versions for \"left-pad\" that matches \"^9\"",
                "ERROR: Could not find a version that satisfies the requirement nope==1 (from versions: none)",
                "error[E0425]: cannot find value `x` in this scope",
                "main.c:3:5: error: expected ';' before 'return'",
                "src/Main.java:3: error: ';' expected",
                "src/app.ts(3,5): error TS2322: Type 'string' is not assignable to type 'number'.",
                "src/app.ts:3:5 - error TS2322: Type 'string' is not assignable",
                "ERROR in ./src/index.js",
                "error during build:",
                "./main.go:7:2: undefined: foo",
                "go: example.com/nope@v1.0.0: reading https://proxy/nope: 404 Not Found",
                "panic: runtime error: index out of range",
                "[ERROR] /src/main/java/App.java:[3,9] cannot find symbol",
                "FAILURE: Build failed with an exception.",
                "fatal: repository 'https://example.org/x.git/' not found",
                "Could not find gem 'nope' in rubygems repository",
                "Your requirements could not be resolved to an installable set of packages.",
                "PHP Fatal error:  Uncaught Error: Call to undefined function",
                "Can't locate Nope.pm in @INC (you may need to install the Nope module)",
                "E: Unable to locate package nope",
                "/tmp/scripts/assemble: line 3: nope: command not found",
                "/bin/sh: 5: /opt/run: Permission denied",
                "Error: Cannot find module 'express'",
                "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'x'",
                "SyntaxError: Unexpected token '}'",
                "Exception in thread \"main\" java.lang.IllegalStateException: no",
                "  1 failing",
                "--- FAIL: TestAdd (0.00s)",
                "make: *** [Makefile:2: all] Error 1"
            })
    void firstWordsOfEachToolAreKnown(String line) {
        List<LogLine> lines = lines("Installing", "0 errors, 2 warnings", line, "npm ERR! something later");

        assertThat(FirstError.in(lines)).contains(lines.get(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "npm warn deprecated rimraf@3: no longer supported",
                "npm error code ERESOLVE",
                "npm ERR! A complete log of this run can be found in: /x",
                "added 12 packages, and audited 13 packages in 1s",
                "warning: unused variable: `error`",
                "[ERROR] COMPILATION ERROR : ",
                "[ERROR] -------------------------------------------------------------",
                "[WARNING] could not find anything",
                "go: downloading github.com/x/y v1.0.0",
                "Compiling errors v0.1.0",
                "src/errors.js",
                "test/error.go",
                "error Command failed with exit code 1.",
                "error: subprocess-exited-with-error",
                "Assembling with /usr/libexec/s2i/assemble"
            })
    void othersAreNot(String line) {
        assertThat(FirstError.in(lines(line))).isEmpty();
    }

    @Test
    void belowATracebackItIsWhatWasRaised() {
        List<LogLine> lines = lines(
                "Traceback (most recent call last):",
                "  File \"/opt/app-root/src/app.py\", line 1, in <module>",
                "    import flask",
                "ModuleNotFoundError: No module named 'flask'",
                "ERROR: later");
        assertThat(FirstError.in(lines)).contains(lines.get(3));

        List<LogLine> inside =
                lines("  Traceback (most recent call last):", "    File \"x\", line 1", "  KeyError: 'a'");
        assertThat(FirstError.in(inside)).contains(inside.get(2));
        assertThat(FirstError.in(inside.subList(0, 2))).contains(inside.get(0));
    }

    /// Lines of 500 characters of what patterns repeat, as many as are looked at.
    @Property(tries = 60)
    void hostileLinesCostNoTime(@ForAll("hostile") List<String> parts) {
        String line = String.join("", parts).repeat(500);
        List<LogLine> all = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            all.add(new LogLine(i + 1, 0, line.substring(0, Math.min(500, line.length()))));
        }

        assertTimeoutPreemptively(ofSeconds(2), () -> FirstError.in(all));
    }

    @Provide
    Arbitrary<List<String>> hostile() {
        return Arbitraries.of(
                        "a",
                        ".",
                        "/",
                        "(",
                        ":",
                        "1",
                        " ",
                        "[",
                        "error",
                        "Error",
                        "Exception in thread \"",
                        "::",
                        "npm error ",
                        "go: ",
                        "_",
                        "\t",
                        "Traceback",
                        "a:1: ",
                        "x.go:1",
                        "×",
                        "-")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    private static List<LogLine> lines(String... texts) {
        List<LogLine> lines = new ArrayList<>();
        for (String text : texts) {
            lines.add(new LogLine(lines.size() + 1, 0, text));
        }
        return lines;
    }
}

package dev.slipway.platform.submodule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.platform.submodule.GitModules.Declared;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitModulesTest {
    private static String entry(String name, String... lines) {
        return "[submodule \"" + name + "\"]\n\t" + String.join("\n\t", lines) + "\n";
    }

    private static FailedBuild refusal(String text) {
        return catchThrowableOfType(
                FailedBuild.class, () -> GitModules.parse(text).at("lib"));
    }

    @Test
    void anEntryIsFoundByItsPathWhateverItsName() {
        GitModules modules = GitModules.parse(entry("a", "path = other", "url = https://h/other.git")
                + entry("the lib", "path = lib", "url = ../lib.git", "branch = next", "shallow = true")
                + entry("left", "path = docs", "update = none"));

        assertThat(modules.at("lib")).isEqualTo(new Declared("../lib.git", false));
        assertThat(modules.at("docs")).isEqualTo(new Declared(null, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkout", "rebase", "merge"})
    void howGitWouldUpdateAWorkTreeMakesNoDifference(String update) {
        assertThat(GitModules.parse(entry("lib", "path = lib", "url = https://h/l", "update = " + update))
                        .at("lib")
                        .left())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[submodule \"lib\"]\n\turl = https://h/l\n",
                "[submodule \"lib\"]\n\tpath = lib\n",
                "[submodule \"lib\"]\n\tpath = lib/\n\turl = https://h/l\n",
                "[submodule \"lib\"]\n\tpath = lib\n\turl = https://h/l\n\turl = https://h/m\n",
                "[submodule \"a\"]\n\tpath = lib\n\turl = https://h/l\n[submodule \"b\"]\n\tpath = lib\n\turl = https://h/m\n",
                "[submodule \"lib\"]\n\tpath = lib\n\turl = https://h/l\n\tupdate = !touch canary\n",
                "[submodule \"../../hooks\"]\n\tpath = lib\n\turl = https://h/l\n",
                "[submodule \"x/../y\"]\n\tpath = lib\n\turl = https://h/l\n",
                "[submodule \"..\\\\x\"]\n\tpath = lib\n\turl = https://h/l\n",
                "[submodule \"-x\"]\n\tpath = lib\n\turl = https://h/l\n",
                "[submodule \"a\u0007b\"]\n\tpath = lib\n\turl = https://h/l\n",
                "[submodule \"\"]\n\tpath = lib\n\turl = https://h/l\n",
                "[submodule \"lib\"]\n\tpath = \"lib\\r\"\n\turl = https://h/l\n",
                "[submodule \"lib\"]\n\tpath = ../lib\n\turl = https://h/l\n",
                "[submodule \"lib\n",
                "path = lib\nurl = https://h/l\n",
                "\u0000\u0001\u0002"
            })
    void whatIsMissingDoubleOrHostileIsRefused(String text) {
        FailedBuild refusal = refusal(text);

        assertThat(refusal.reason()).isEqualTo(FailureReason.SourceSubmoduleUnusable);
        assertThat(refusal.getMessage()).isNotBlank().doesNotContain("\u0007", "\r", "\u0000");
        assertThat(refusal.reason().next()).contains(".gitmodules");
    }

    @Test
    void aPathThatLooksLikeAnOptionIsRefused() {
        assertThat(catchThrowableOfType(
                                FailedBuild.class,
                                () -> GitModules.parse(entry("x", "path = -u./payload", "url = https://h/l"))
                                        .at("-u./payload"))
                        .getMessage())
                .contains("not allowed");
    }

    @Test
    void nothingElseIsRead() {
        String text = "[include]\n\tpath = /etc/passwd\n[core]\n\tsshCommand = touch canary\n"
                + entry("evil", "path = elsewhere", "url = ext::sh -c id", "update = !id")
                + entry("lib", "path = lib", "url = https://h/l", "fetchRecurseSubmodules = on-demand");

        assertThat(GitModules.parse(text).at("lib").url()).isEqualTo("https://h/l");
    }
}

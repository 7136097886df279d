package dev.slipway.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitRefTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "main",
                "feature/shop-2",
                "v1.0.0",
                "v1.0.0+build.7",
                "refs/heads/main",
                "refs/tags/v1",
                "0123456789012345678901234567890123456789",
                "a_b"
            })
    void branchesTagsAndHashesAreTaken(String name) {
        GitRef ref = new GitRef(name);

        assertThat(ref).hasToString(name);
        assertThat(ref.isHash()).isEqualTo(name.startsWith("0123"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-main",
                "--upload-pack=x",
                "-oProxyCommand=x",
                "main ",
                "ma in",
                "main\n",
                "main\u0000",
                "main\tx",
                ".main",
                "main.",
                "a/.b",
                "a./b",
                "a..b",
                "../main",
                "a/../b",
                "main.lock",
                "a.lock/b",
                "/main",
                "main/",
                "a//b",
                "main~1",
                "main^",
                "main^{tree}",
                "main:path",
                ":/message",
                "main@{1}",
                "@",
                "@{upstream}",
                "ma?n",
                "ma*n",
                "ma[n",
                "ma\\n",
                "$(id)",
                "`id`",
                "main;id",
                "main|id",
                "main&id",
                "main'x",
                "main\"x",
                "<main>",
                "m\u00e4in",
                "\u202emain"
            })
    void anythingElseIsRefused(String name) {
        assertThatThrownBy(() -> new GitRef(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 1000, 100_000})
    void longNamesAreRefused(int length) {
        assertThatThrownBy(() -> new GitRef("a".repeat(length))).isInstanceOf(IllegalArgumentException.class);
    }
}
